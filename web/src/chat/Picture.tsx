import type { ReactNode } from 'react';

interface Props {
  src: string;
  width?: number;
  height?: number;
  loading?: 'lazy';
}

/** Picture is a picture beside its own words; when it cannot be loaded its place stays calm. */
export function Picture(props: Props): ReactNode {
  return <img {...props} alt="" onLoad={(e) => e.currentTarget.classList.remove('broken')} onError={(e) => e.currentTarget.classList.add('broken')} />;
}
