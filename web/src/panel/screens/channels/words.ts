import { msg } from '@lingui/core/macro';
import type { components } from '../../api/schema.gen';
import type { Words } from '../../ui/Status';

export type Channel = components['schemas']['Channel'];

/** states are how a channel account is connected. */
export const states: Words = {
  connected: { label: msg`Connected`, color: 'green' },
  expiring: { label: msg`Access ends soon`, color: 'orange' },
  reconnect: { label: msg`Connect it anew`, color: 'red' },
  paused: { label: msg`Paused by the messenger`, color: 'orange' },
  missing_permissions: { label: msg`Permissions are missing`, color: 'orange' },
  disconnected: { label: msg`Disconnected`, color: 'gray' },
};
