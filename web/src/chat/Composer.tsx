import type { ClipboardEvent, FormEvent, KeyboardEvent, ReactNode } from 'react';
import { useRef, useState } from 'react';
import { AttachButton, AttachedView, useAttached, useDropped, Wrong } from './Attached';
import { useTools } from './context';
import { Icon } from './icons';
import type { Shortcut } from './types';

const most = 4000;

/**
 * Composer is where the visitor writes: Enter sends, Shift+Enter makes a line; pictures
 * are picked, pasted or dropped.
 */
export function Composer(): ReactNode {
  const { t, chat } = useTools();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const pictures = useAttached();
  const over = useDropped(pictures.add);
  const length = [...text].length;
  const photos = pictures.list.map((a) => a.id);
  const ready = length <= most && (photos.length ? photos.every(Boolean) : text.trim() !== '');
  const submit = (e?: FormEvent) => {
    e?.preventDefault();
    if (!ready) return;
    if (photos.length) chat.show(photos, text.trim());
    else chat.say(text.trim());
    setText('');
    pictures.clear();
    field.current?.focus();
  };
  const key = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && !e.shiftKey && !e.nativeEvent.isComposing) submit(e as unknown as FormEvent);
  };
  const paste = (e: ClipboardEvent) => {
    const files = [...e.clipboardData.files];
    if (!files.length) return;
    e.preventDefault();
    void pictures.add(files);
  };
  return (
    <form className={`composer ${over ? 'over' : ''}`} onSubmit={submit}>
      {pictures.list.length > 0 && <AttachedView list={pictures.list} onForget={pictures.forget} />}
      <AttachButton onFiles={pictures.add} />
      <div className="grow" data-text={`${text}\u200b`}>
        <textarea
          ref={field}
          id="say"
          rows={1}
          value={text}
          aria-label={t.messagePlaceholder}
          placeholder={over ? t.dropHere : t.messagePlaceholder}
          aria-invalid={length > most}
          aria-describedby={length > most ? 'too-long' : undefined}
          enterKeyHint="send"
          autoComplete="off"
          onChange={(e) => setText(e.target.value)}
          onKeyDown={key}
          onPaste={paste}
        />
      </div>
      <button type="submit" className="round send" aria-label={t.send} disabled={!ready}>
        <Icon name="send" />
      </button>
      {pictures.wrong && <Wrong code={pictures.wrong} />}
      {length > most && (
        <p id="too-long" className="wrong" role="alert">
          {t.tooLong} ({length})
        </p>
      )}
    </form>
  );
}

/** Bar is the shop's shortcuts, always at hand. */
export function Bar({ shortcuts }: { shortcuts: Shortcut[] }): ReactNode {
  const { t, chat } = useTools();
  if (!shortcuts.length) return null;
  return (
    <nav className="bar" aria-label={t.shortcuts}>
      {shortcuts.map((s) => (
        <button type="button" key={s.title} onClick={() => chat.press(s)}>
          <Icon name={s.icon} />
          <span>{s.title}</span>
        </button>
      ))}
    </nav>
  );
}
