import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { FulfillmentStatus, OrderStatus, PaymentStatus } from './filter';

interface Word {
  label: MessageDescriptor;
  color: string;
}

/** The statuses of orders, in words; colors say who has to do something: orange the shop, red both. */
export const status: Record<OrderStatus, Word> = {
  draft: { label: msg`Draft`, color: 'gray' },
  placed: { label: msg`Placed`, color: 'blue' },
  completed: { label: msg`Completed`, color: 'green' },
  canceled: { label: msg`Canceled`, color: 'gray' },
};

export const payment: Record<PaymentStatus, Word> = {
  not_paid: { label: msg`Not paid`, color: 'orange' },
  awaiting: { label: msg`Waits for payment`, color: 'orange' },
  authorized: { label: msg`Money is held`, color: 'blue' },
  partially_captured: { label: msg`Partly paid`, color: 'orange' },
  captured: { label: msg`Paid`, color: 'green' },
  partially_refunded: { label: msg`Partly refunded`, color: 'gray' },
  refunded: { label: msg`Refunded`, color: 'gray' },
  canceled: { label: msg`No payment`, color: 'gray' },
};

export const parcels: Record<FulfillmentStatus, Word> = {
  not_fulfilled: { label: msg`To pack`, color: 'orange' },
  partially_fulfilled: { label: msg`Partly packed`, color: 'orange' },
  fulfilled: { label: msg`Packed`, color: 'blue' },
  shipped: { label: msg`On its way`, color: 'blue' },
  delivered: { label: msg`Delivered`, color: 'green' },
  partially_returned: { label: msg`Partly returned`, color: 'gray' },
  returned: { label: msg`Returned`, color: 'gray' },
};

export const sources: Record<string, Word> = {
  chat: { label: msg`From the chat`, color: 'gray' },
  assistant: { label: msg`By the assistant`, color: 'gray' },
  panel: { label: msg`From this panel`, color: 'gray' },
  api: { label: msg`From another program`, color: 'gray' },
};
