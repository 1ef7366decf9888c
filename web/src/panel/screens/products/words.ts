import { msg } from '@lingui/core/macro';
import type { Words } from '../../ui/Status';

export const status: Words = {
  active: { label: msg`On sale`, color: 'green' },
  draft: { label: msg`Draft`, color: 'gray' },
  archived: { label: msg`Archived`, color: 'orange' },
};
