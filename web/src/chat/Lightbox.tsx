import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useTools } from './context';
import { Icon } from './icons';
import { useAddress } from './Picture';
import type { Image } from './types';

/** Lightbox shows pictures large; the browser's dialog keeps the focus and closes on Escape. */
export default function Lightbox({ images, at, onClose }: { images: Image[]; at: number; onClose(): void }): ReactNode {
  const { t } = useTools();
  const box = useRef<HTMLDialogElement>(null);
  const [i, setI] = useState(at);
  useEffect(() => box.current?.showModal(), []);
  const step = (n: number) => setI((x) => (x + n + images.length) % images.length);
  const image = images[i];
  const src = useAddress(image?.url ?? '');
  return (
    <dialog
      ref={box}
      className="lightbox"
      aria-label={image?.alt || t.picture.replace('{0}', '')}
      onClose={onClose}
      onClick={(e) => e.target === box.current && box.current.close()}
      onKeyDown={(e) => {
        if (e.key === 'ArrowLeft') step(-1);
        if (e.key === 'ArrowRight') step(1);
      }}
    >
      {image && <img src={src} alt={image.alt ?? ''} />}
      <button type="button" className="round close" aria-label={t.close} onClick={() => box.current?.close()}>
        <Icon name="close" />
      </button>
      {images.length > 1 && (
        <>
          <button type="button" className="round edge start" aria-label={t.prevPicture} onClick={() => step(-1)}>
            <Icon name="left" />
          </button>
          <button type="button" className="round edge end" aria-label={t.nextPicture} onClick={() => step(1)}>
            <Icon name="right" />
          </button>
          <p className="count" role="status">
            {i + 1}/{images.length}
          </p>
        </>
      )}
    </dialog>
  );
}
