import { msg } from '@lingui/core/macro';
import type { Words } from '../../ui/Status';

export const states: Words = {
  wanted: { label: msg`Being merged`, color: 'blue' },
  joined: { label: msg`Merged`, color: 'green' },
  refused: { label: msg`Not merged`, color: 'red' },
  undone: { label: msg`Undone`, color: 'gray' },
};
