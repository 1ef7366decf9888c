import { createContext, useContext } from 'react';
import type { Chat } from './chat';
import type { Texts } from './texts';
import { texts } from './texts';
import type { Image, Lang } from './types';

/** Tools are what every part of the page may use. */
export interface Tools {
  chat: Chat;
  t: Texts;
  lang: Lang;
  pressed: string;
  enlarge(images: Image[], at: number): void;
}

export const ToolsContext = createContext<Tools>({ chat: null as unknown as Chat, t: texts.ru, lang: 'ru', pressed: '', enlarge: () => undefined });

export const useTools = (): Tools => useContext(ToolsContext);
