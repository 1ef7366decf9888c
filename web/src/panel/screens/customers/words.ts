import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { components } from '../../api/schema.gen';

export type Line = components['schemas']['ContactLine'];

export const channels: Record<string, MessageDescriptor> = {
  telegram: msg`Telegram`,
  instagram: msg`Instagram`,
  webchat: msg`Site chat`,
};
