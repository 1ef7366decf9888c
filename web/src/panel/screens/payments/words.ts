import { msg } from '@lingui/core/macro';
import type { Words } from '../../ui/Status';
import type { Account } from './data';

/** states are how a way to pay stands. */
export const states: Words = {
  on: { label: msg`Offered`, color: 'green' },
  off: { label: msg`Switched off`, color: 'gray' },
  wrong: { label: msg`The last test failed`, color: 'red' },
  keys: { label: msg`No keys`, color: 'orange' },
};

/** stateOf is the one state that matters most of an account. */
export function stateOf(a: Account): string {
  if (!a.whole) return 'keys';
  if (a.checked && !a.checked.ok) return 'wrong';
  return a.active ? 'on' : 'off';
}
