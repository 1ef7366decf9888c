import { Box } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { session } from '../api/session';
import css from './Picture.module.css';

/** source is where a picture of ours is read: the shop's own paths belong to the server, wherever this page is. */
export function source(url: string): string {
  return url.startsWith('/') ? session.base() + url : url;
}

/** Picture is a picture of a product in a square, or the place of one. Beside its name it says nothing more. */
export function Picture({ url, size = 34, alt = '' }: { url?: string | undefined; size?: number; alt?: string }) {
  return (
    <Box component="span" w={size} h={size} className={css.frame}>
      {url ? <img src={source(url)} alt={alt} width={size} height={size} loading="lazy" /> : <IconPhoto size={size / 2} stroke={1.3} aria-hidden />}
    </Box>
  );
}
