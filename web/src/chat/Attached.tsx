import type { ReactNode } from 'react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Problem } from './api';
import { isPicture, mostPictures, prepare } from './attach';
import { useTools } from './context';
import { Icon } from './icons';
import { reasonText } from './texts';

/** Attached is a picture that goes with the next message. */
export interface Attached {
  key: number;
  preview: string;
  id: string;
}

/** useAttached keeps the pictures of the message being written: each is sent ahead at once. */
export function useAttached() {
  const { chat } = useTools();
  const [list, setList] = useState<Attached[]>([]);
  const [wrong, setWrong] = useState('');
  const next = useRef(1);
  const count = useRef(0);
  count.current = list.length;
  const forget = useCallback((key: number) => {
    setList((old) =>
      old.filter((a) => {
        if (a.key === key) URL.revokeObjectURL(a.preview);
        return a.key !== key;
      }),
    );
  }, []);
  const add = useCallback(
    async (files: Iterable<File>) => {
      const all = [...files];
      if (!all.length) return;
      const pictures = all.filter(isPicture);
      setWrong(pictures.length < all.length ? 'upload.kind' : '');
      const room = Math.max(0, mostPictures - count.current);
      if (pictures.length > room) setWrong('upload.too_many');
      await Promise.all(
        pictures.slice(0, room).map(async (file) => {
          const key = next.current++;
          setList((old) => [...old, { key, preview: URL.createObjectURL(file), id: '' }]);
          try {
            const id = await chat.attach(await prepare(file).catch(() => Promise.reject(new Problem(415, 'upload.kind'))));
            setList((old) => old.map((a) => (a.key === key ? { ...a, id } : a)));
          } catch (e) {
            forget(key);
            setWrong(e instanceof Problem && e.code ? e.code : 'network');
          }
        }),
      );
    },
    [chat, forget],
  );
  const clear = () => {
    for (const a of list) URL.revokeObjectURL(a.preview);
    setList([]);
    setWrong('');
  };
  return { list, wrong, add, forget, clear };
}

/** AttachedView shows them above the field, each with a way to take it back. */
export function AttachedView({ list, onForget }: { list: Attached[]; onForget(key: number): void }): ReactNode {
  const { t } = useTools();
  return (
    <ul className="attached" aria-label={t.attached}>
      {list.map((a, i) => (
        <li key={a.key} className={a.id ? '' : 'busy'} aria-busy={!a.id}>
          <img src={a.preview} alt={t.photoNumber.replace('{0}', String(i + 1))} />
          <button type="button" className="round" aria-label={t.takeBack.replace('{0}', String(i + 1))} onClick={() => onForget(a.key)}>
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** AttachButton picks photos from the device, or takes one with a phone's camera. */
export function AttachButton({ onFiles }: { onFiles(files: Iterable<File>): void }): ReactNode {
  const { t } = useTools();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        onChange={(e) => {
          onFiles([...(e.target.files ?? [])]);
          e.target.value = '';
        }}
      />
      <button type="button" className="round attach" aria-label={t.attach} onClick={() => input.current?.click()}>
        <Icon name="clip" />
      </button>
    </>
  );
}

/** useDropped takes pictures that are dropped anywhere on the page. */
export function useDropped(onFiles: (files: Iterable<File>) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (e: DragEvent) => e.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (e: DragEvent) => {
      if (!hasFiles(e)) return;
      e.preventDefault();
      setOver(true);
    };
    const onLeave = (e: DragEvent) => {
      if (!e.relatedTarget) setOver(false);
    };
    const onDrop = (e: DragEvent) => {
      if (!hasFiles(e)) return;
      e.preventDefault();
      setOver(false);
      onFiles([...(e.dataTransfer?.files ?? [])]);
    };
    addEventListener('dragover', onOver);
    addEventListener('dragleave', onLeave);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragover', onOver);
      removeEventListener('dragleave', onLeave);
      removeEventListener('drop', onDrop);
    };
  }, [onFiles]);
  return over;
}

/** Wrong says why a picture could not be taken. */
export function Wrong({ code }: { code: string }): ReactNode {
  const { t } = useTools();
  return (
    <p className="wrong" role="alert">
      {reasonText(t, code)}
    </p>
  );
}
