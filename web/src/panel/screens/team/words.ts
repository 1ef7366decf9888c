import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Role } from '../../api/auth';

export const roles: Record<Role, { label: MessageDescriptor; about: MessageDescriptor; color: string }> = {
  owner: { label: msg`Owner`, about: msg`Everything, with people, money limits and secrets.`, color: 'counter' },
  manager: { label: msg`Manager`, about: msg`Runs the shop: goods, settings, reports.`, color: 'blue' },
  operator: { label: msg`Operator`, about: msg`Serves customers: conversations, orders, payments.`, color: 'grape' },
  viewer: { label: msg`Viewer`, about: msg`Looks, and changes nothing.`, color: 'gray' },
};

/** areas of the API in people's words: what reading and what changing asks for. */
export const areas: { label: MessageDescriptor; read?: string; write?: string }[] = [
  { label: msg`Conversations`, read: 'conversations:read', write: 'conversations:write' },
  { label: msg`Orders`, read: 'orders:read', write: 'orders:write' },
  { label: msg`Payments and refunds`, read: 'payments:read', write: 'payments:write' },
  { label: msg`Goods, prices, promotions`, read: 'catalog:read', write: 'catalog:write' },
  { label: msg`Delivery`, read: 'delivery:read', write: 'delivery:write' },
  { label: msg`Customers`, read: 'contacts:read', write: 'contacts:write' },
  { label: msg`All that is kept of a person: export, erase`, write: 'contacts:erase' },
  { label: msg`Comments`, read: 'comments:read', write: 'comments:write' },
  { label: msg`Channels`, read: 'channels:read', write: 'channels:write' },
  { label: msg`Notices and their texts`, read: 'notices:read', write: 'notices:write' },
  { label: msg`Reports`, read: 'metrics:read' },
  { label: msg`Settings`, read: 'settings:read', write: 'settings:write' },
  { label: msg`Team`, read: 'staff:read', write: 'staff:write' },
  { label: msg`Log of changes`, read: 'audit:read' },
  { label: msg`Events for programs`, read: 'events:read' },
  { label: msg`Webhooks`, write: 'webhooks' },
  { label: msg`Tokens of bots, API keys`, write: 'secrets:write' },
];
