import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Words } from '../../ui/Status';

/** The states of payments, in words. */
export const payments: Words = {
  created: { label: msg`Being made`, color: 'gray' },
  pending: { label: msg`Waits for payment`, color: 'orange' },
  authorized: { label: msg`Money is held`, color: 'blue' },
  captured: { label: msg`Paid`, color: 'green' },
  partially_refunded: { label: msg`Partly refunded`, color: 'gray' },
  refunded: { label: msg`Refunded`, color: 'gray' },
  canceled: { label: msg`Withdrawn`, color: 'gray' },
  expired: { label: msg`Expired`, color: 'gray' },
  failed: { label: msg`Failed`, color: 'red' },
};

export const operations: Record<string, MessageDescriptor> = {
  start: msg`Link`,
  capture: msg`Capture`,
  void: msg`Release`,
  refund: msg`Refund`,
  receive: msg`Received by hand`,
};

export const states: Words = {
  intended: { label: msg`On its way`, color: 'blue' },
  pending: { label: msg`Under way`, color: 'blue' },
  succeeded: { label: msg`Done`, color: 'green' },
  failed: { label: msg`Failed`, color: 'red' },
  unclear: { label: msg`Unclear`, color: 'red' },
};

export const receipts: Words = {
  pending: { label: msg`Receipt is being made`, color: 'blue' },
  succeeded: { label: msg`Receipt is issued`, color: 'green' },
  failed: { label: msg`Receipt failed`, color: 'red' },
  canceled: { label: msg`Receipt failed`, color: 'red' },
};

export const boxes: Words = {
  packed: { label: msg`Packed`, color: 'blue' },
  shipped: { label: msg`On its way`, color: 'blue' },
  delivered: { label: msg`Delivered`, color: 'green' },
  canceled: { label: msg`Taken apart`, color: 'gray' },
};

export const returns: Words = {
  requested: { label: msg`Asked for`, color: 'orange' },
  approved: { label: msg`Goods are expected`, color: 'blue' },
  refused: { label: msg({ message: 'Refused', context: 'return' }), color: 'gray' },
  withdrawn: { label: msg({ message: 'Withdrawn', context: 'return' }), color: 'gray' },
  received: { label: msg`Goods are back`, color: 'green' },
};

export const shortfalls: Words = {
  open: { label: msg`Choose what to do`, color: 'red' },
  waiting: { label: msg`Waits for goods`, color: 'orange' },
  filled: { label: msg`Came in`, color: 'green' },
  substituted: { label: msg`Replaced`, color: 'gray' },
  refunded: { label: msg`Taken off the order`, color: 'gray' },
  dropped: { label: msg`No longer needed`, color: 'gray' },
};

export const notices: Words = {
  planned: { label: msg`Planned`, color: 'gray' },
  queued: { label: msg`In the queue`, color: 'blue' },
  sent: { label: msg`Sent`, color: 'green' },
  unknown: { label: msg`Unclear`, color: 'orange' },
  failed: { label: msg`Did not arrive`, color: 'red' },
  waiting: { label: msg`Waits until they write`, color: 'orange' },
  suppressed: { label: msg`Not sent`, color: 'gray' },
};

/** What happened to an order. */
export const events: Record<string, MessageDescriptor> = {
  'order.placed': msg`The order was placed`,
  'order.canceled': msg`The order was canceled`,
  'order.completed': msg`The order was completed`,
  'order.drafted': msg`A draft was made`,
  'order.discarded': msg`The draft was discarded`,
  'order.edited': msg`The order was changed`,
  'order.expired': msg`It was not paid in time`,
  'order.stage': msg`The stage was changed`,
  'fulfillment.packed': msg`A parcel was packed`,
  'fulfillment.shipped': msg`A parcel was shipped`,
  'fulfillment.delivered': msg`A parcel was delivered`,
  'fulfillment.canceled': msg`A parcel was taken apart`,
  'stock.shortfall': msg`Goods are missing`,
  'stock.filled': msg`Missing goods were settled`,
  'stock.held': msg`The goods are held again`,
  'payment.awaiting': msg`A payment link was made`,
  'payment.authorized': msg`Money is held`,
  'payment.captured': msg`Money came in`,
  'payment.failed': msg`A payment failed`,
  'payment.canceled': msg`A payment was withdrawn`,
  'payment.proof': msg`The customer says they have paid`,
  'payment.problem': msg`Something is wrong with the money`,
  'refund.created': msg`A refund was asked for`,
  'refund.succeeded': msg`Money was given back`,
  'refund.failed': msg`A refund failed`,
  'return.requested': msg`A return was asked for`,
  'return.approved': msg`The return was approved`,
  'return.refused': msg`The return was refused`,
  'return.withdrawn': msg`The return was withdrawn`,
  'return.received': msg`Returned goods are back`,
};

export const actors: Record<string, MessageDescriptor> = {
  contact: msg`the customer`,
  assistant: msg`the assistant`,
  operator: msg`staff`,
  system: msg`the shop itself`,
};
