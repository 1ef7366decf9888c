import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { IconBrandInstagram, IconBrandTelegram, IconWorld, type Icon } from '@tabler/icons-react';
import type { Delivery, Mode, State } from '../../api/desk';
import type { Tab } from './filter';

export const tabWords: Record<Tab, MessageDescriptor> = {
  mine: msg`Mine`,
  unassigned: msg`Unassigned`,
  all: msg`All`,
  drafts: msg`Drafts`,
  snoozed: msg`Snoozed`,
  resolved: msg`Resolved`,
};

export const channelWords: Record<string, { label: string | MessageDescriptor; icon: Icon }> = {
  telegram: { label: 'Telegram', icon: IconBrandTelegram },
  instagram: { label: 'Instagram', icon: IconBrandInstagram },
  webchat: { label: msg`Site chat`, icon: IconWorld },
};

/** Who has a conversation; colors say who has to do something: orange the shop. */
export const states: Record<State, { label: MessageDescriptor; color: string }> = {
  pending: { label: msg`Assistant`, color: 'gray' },
  open: { label: msg`Operators`, color: 'orange' },
  snoozed: { label: msg`Snoozed`, color: 'blue' },
  resolved: { label: msg`Resolved`, color: 'gray' },
};

/** Who answers what a customer says in their own words. */
export const modes: Record<Mode, MessageDescriptor> = {
  answer: msg`The assistant answers`,
  draft: msg`The assistant proposes, a person sends`,
  off: msg`A person answers`,
};

/** Why the assistant asked for a person. */
export const reasons: Record<string, MessageDescriptor> = {
  asked: msg`The customer asked for a person`,
  clarify: msg`The assistant could not make out what is wanted`,
  complaint: msg`The customer is unhappy`,
  payment: msg`A question about money`,
  guard: msg`The assistant was not sure of its answer`,
  model: msg`The assistant was out of order`,
  manual: msg`An operator took over`,
};

export const deliveries: Record<Delivery, MessageDescriptor> = {
  queued: msg`Being delivered`,
  sent: msg`Sent`,
  delivered: msg`Received`,
  read: msg`Read`,
  failed: msg`Not delivered`,
  held: msg`Not sent: an operator had taken over`,
};

/** What happened to an order, as it follows the order's number. */
export const events: Record<string, MessageDescriptor> = {
  'order.drafted': msg`was drafted`,
  'order.placed': msg`was placed`,
  'order.edited': msg`was changed`,
  'order.canceled': msg`was canceled`,
  'order.completed': msg`is done`,
  'order.expired': msg`was not paid in time`,
  'order.stage': msg`has a new stage`,
  'fulfillment.packed': msg`is packed`,
  'fulfillment.shipped': msg`is on its way`,
  'fulfillment.delivered': msg`has been delivered`,
  'stock.shortfall': msg`lacks goods in stock`,
  'payment.awaiting': msg`waits for payment`,
  'payment.authorized': msg`has its money held`,
  'payment.captured': msg`is paid`,
  'payment.failed': msg`could not be paid`,
  'payment.problem': msg`has a problem with its payment`,
  'refund.succeeded': msg`had money returned`,
  'refund.failed': msg`could not be refunded`,
};
