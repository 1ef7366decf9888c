import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { useTools } from './context';
import type { Theme } from './environment';
import { Icon } from './icons';
import { Panel } from './Panel';
import type { Config } from './types';

/** Drawer is the panel on a narrow screen. */
export default function Drawer({ config, theme, onClose }: { config: Config; theme: Theme; onClose(): void }): ReactNode {
  const { t } = useTools();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => box.current?.showModal(), []);
  const close = () => box.current?.close();
  return (
    <dialog ref={box} className="drawer" aria-label={t.about} onClose={onClose} onClick={(e) => e.target === box.current && close()}>
      <div className="drawer-body">
        <button type="button" className="round close" aria-label={t.close} onClick={close}>
          <Icon name="close" />
        </button>
        <Panel config={config} onPick={close} />
        <button type="button" className="button theme" onClick={theme.turn}>
          <Icon name={theme.dark ? 'sun' : 'moon'} size={18} /> {theme.dark ? t.themeLight : t.themeDark}
        </button>
      </div>
    </dialog>
  );
}
