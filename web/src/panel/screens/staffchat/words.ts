import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** kinds are the notices of the staff in words, by their events, in the order in which they matter. */
export const kinds: Record<string, MessageDescriptor> = {
  'order.placed': msg`A new order`,
  'order.edited': msg`An order was changed`,
  'order.canceled': msg`An order was canceled`,
  'order.expired': msg`The rest was not paid in time`,
  'payment.captured': msg`An order is paid`,
  'payment.proof': msg`A receipt to check`,
  'payment.problem': msg`Trouble with a payment`,
  'payment.stuck': msg`Money is stuck`,
  'refund.failed': msg`A refund failed`,
  'return.requested': msg`A return is asked for`,
  'stock.shortfall': msg`A paid order lacks goods`,
  'stock.low': msg`Goods run low`,
  'message.failed': msg`A message did not arrive`,
  'channel.revoked': msg`A channel is cut off`,
  'channel.expiring': msg`Access to a channel ends soon`,
  'channel.trouble': msg`A channel is not connected whole`,
  'channel.paused': msg`A channel is held back`,
  'channel.resumed': msg`A channel works again`,
  'model.down': msg`The model does not answer`,
  'model.recovered': msg`The model answers again`,
  'assistant.budget': msg`The model’s budget is used up`,
  'webhook.disabled': msg`A webhook is switched off`,
};
