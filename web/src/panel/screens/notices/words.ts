import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { components } from '../../api/schema.gen';

export type Text = components['schemas']['NoticeText'];

/** Line is one notice in all the shop's languages, as the list shows it. */
export interface Line {
  id: string;
  event: string;
  audience: Text['audience'];
  channel: string;
  texts: Text[];
}

/** lines gathers the texts of each event, in the order in which they come. */
export function lines(all: Text[], audience: Text['audience']): Line[] {
  const out = new Map<string, Line>();
  for (const x of all) {
    if (x.audience !== audience) continue;
    const id = [x.event, x.channel ?? ''].join(' ');
    const line = out.get(id) ?? { id, event: x.event, audience, channel: x.channel ?? '', texts: [] };
    line.texts.push(x);
    out.set(id, line);
  }
  return [...out.values()];
}

/** keyOf names one text to the API. */
export const keyOf = ({ event, audience, lang, channel }: Text) => ({ event, audience, lang, ...(channel ? { channel } : {}) });

/** events are what is told of; one that is not known here keeps its name. */
export const events: Record<string, MessageDescriptor> = {
  'order.placed': msg`An order is placed`,
  'order.edited': msg`An order is changed`,
  'order.canceled': msg`An order is canceled`,
  'order.expired': msg`An order was not paid in time`,
  'order.stage': msg`An order comes to another stage`,
  'payment.awaiting': msg`An order waits for payment`,
  'payment.authorized': msg`Money is held`,
  'payment.captured': msg`An order is paid`,
  'payment.failed': msg`A payment failed`,
  'payment.canceled': msg`A payment is canceled`,
  'payment.proof': msg`A customer sent a proof of transfer`,
  'payment.problem': msg`A payment to look at`,
  'payment.stuck': msg`A payment is stuck`,
  'refund.succeeded': msg`Money is given back`,
  'refund.failed': msg`Money could not be given back`,
  'fulfillment.packed': msg`A parcel is packed`,
  'fulfillment.shipped': msg`A parcel is sent`,
  'fulfillment.delivered': msg`A parcel has arrived`,
  'return.requested': msg`A return is asked for`,
  'return.approved': msg`A return is agreed to`,
  'return.received': msg`A return has come back`,
  'return.refused': msg`A return is refused`,
  'stock.back': msg`What was waited for is back`,
  'stock.shortfall': msg`Goods of an order are missing`,
  'stock.low': msg`A product runs low`,
  'message.failed': msg`A message did not arrive`,
  'channel.revoked': msg`A channel was cut off`,
  'channel.trouble': msg`A channel lacks something`,
  'channel.paused': msg`A channel holds messages back`,
  'channel.resumed': msg`A channel goes on`,
  'channel.expiring': msg`Access to a channel ends soon`,
  'model.down': msg`The model does not answer`,
  'model.recovered': msg`The model answers again`,
  'assistant.budget': msg`The assistant's budget is used up`,
  'webhook.disabled': msg`A webhook was switched off`,
};
