import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Filter, View } from './filter';

export interface Lane {
  key: string;
  label: MessageDescriptor;
  filter: Filter;
  view?: View;
  /** scope that it needs besides reading orders. */
  scope?: string;
}

/** lanes are the filters that people of a shop need every day. */
export const lanes: Lane[] = [
  { key: 'all', label: msg`All`, filter: {} },
  { key: 'todo', label: msg`To do`, filter: { status: ['placed'], payment_status: ['captured', 'authorized'], fulfillment_status: ['not_fulfilled', 'partially_fulfilled'] } },
  { key: 'waits', label: msg`Wait for payment`, filter: { status: ['placed'], payment_status: ['not_paid', 'awaiting', 'partially_captured'], owing: true } },
  { key: 'short', label: msg`Goods are missing`, filter: { short: true } },
  { key: 'returns', label: msg`Returns`, filter: { returning: true } },
  { key: 'money', label: msg`Problems with money`, filter: {}, view: 'money', scope: 'payments:read' },
];

/** laneOf is the lane that a filter is, if it is one. */
export function laneOf(filter: Filter, view: View): string | null {
  const bare = (f: Filter) => JSON.stringify(Object.entries(f).sort());
  return lanes.find((l) => (l.view === 'money') === (view === 'money') && bare(l.filter) === bare(filter))?.key ?? null;
}
