import { createContext, useContext } from 'react';
import type { Chat } from './chat';
import type { Texts } from './texts';
import type { Image, Lang } from './types';

/** Tools are what every part of the page may use. */
export interface Tools {
  chat: Chat;
  t: Texts;
  lang: Lang;
  pressed: string;
  enlarge(images: Image[], at: number): void;
}

export const ToolsContext = createContext<Tools | null>(null);

export function useTools(): Tools {
  const tools = useContext(ToolsContext);
  if (!tools) throw new Error('this part of the page stands outside of App');
  return tools;
}
