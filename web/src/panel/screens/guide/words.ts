import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Step } from './data';

/** titles are what each step is called. */
export const titles: Record<Step['key'], MessageDescriptor> = {
  shop: msg`What the shop is called`,
  goods: msg`What it sells`,
  telegram: msg`Its bot in Telegram`,
  try: msg`Try it as a customer`,
  live: msg`Go live`,
};
