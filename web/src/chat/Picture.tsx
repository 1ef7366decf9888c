import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { ownPictures } from './api';
import { useTools } from './context';

interface Props {
  src: string;
  width?: number;
  height?: number;
  loading?: 'lazy';
}

/** Picture is a picture beside its own words; when it cannot be loaded its place stays calm. */
export function Picture(props: Props): ReactNode {
  const src = useAddress(props.src);
  return <img {...props} src={src} alt="" onLoad={(e) => e.currentTarget.classList.remove('broken')} onError={(e) => e.currentTarget.classList.add('broken')} />;
}

/** useAddress is where the browser finds a picture: undefined until a private one has been asked for. */
export function useAddress(src: string): string | undefined {
  const { chat } = useTools();
  const own = src.startsWith(ownPictures);
  const [found, setFound] = useState<string>();
  useEffect(() => {
    if (!own) return;
    let wanted = true;
    chat.picture(src).then((at) => wanted && setFound(at), () => wanted && setFound('data:,'));
    return () => {
      wanted = false;
    };
  }, [chat, own, src]);
  return own ? found : src;
}
