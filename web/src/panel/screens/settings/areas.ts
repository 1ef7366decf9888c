import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import {
  IconBell, IconBrandHipchat, IconBook, IconBuildingStore, IconCash, IconHistory, IconListDetails, IconMessageCircle2, IconPhoto, IconPlugConnected, IconRobot, IconSparkles, IconStar, IconTruck, IconUsersGroup, type Icon,
} from '@tabler/icons-react';

export interface AreaPlace {
  to: string;
  label: MessageDescriptor;
  about: MessageDescriptor;
  icon: Icon;
  scope: string;
  /** group of the settings that stand there; a search for one of them leads here. */
  group?: string;
}

/** areas are all pages of settings, in their order. */
export const areas: AreaPlace[] = [
  { to: '/guide', label: msg`First steps`, about: msg`From nothing to a bot that sells, in ten minutes`, icon: IconSparkles, scope: 'settings:read' },
  { to: '/settings/shop', label: msg`Shop`, about: msg`Name, languages, contacts and working hours`, icon: IconBuildingStore, scope: 'settings:read', group: 'shop' },
  { to: '/settings/channels', label: msg`Channels`, about: msg`Telegram, Instagram and the chat on your website`, icon: IconPlugConnected, scope: 'channels:read' },
  { to: '/settings/assistant', label: msg`Assistant`, about: msg`How it talks, its limits, and a talk on trial`, icon: IconRobot, scope: 'settings:read', group: 'assistant' },
  { to: '/settings/knowledge', label: msg`Knowledge`, about: msg`Questions and policies that answers come from`, icon: IconBook, scope: 'catalog:read' },
  { to: '/settings/comments', label: msg`Comments`, about: msg`Rules that answer under your posts, and what became of each`, icon: IconMessageCircle2, scope: 'comments:read' },
  { to: '/settings/posts', label: msg`Posts`, about: msg`Which products your posts and stories are about`, icon: IconPhoto, scope: 'catalog:read' },
  { to: '/settings/orders', label: msg`Orders`, about: msg`Numbers, holding of goods, cancellations, returns and stages`, icon: IconListDetails, scope: 'settings:read', group: 'orders' },
  { to: '/settings/payments', label: msg`Money`, about: msg`Ways to pay, their keys, and money that an order does not need`, icon: IconCash, scope: 'settings:read', group: 'payments' },
  { to: '/settings/delivery', label: msg`Delivery`, about: msg`Methods, zones, pickup points and times`, icon: IconTruck, scope: 'delivery:read' },
  { to: '/settings/notices', label: msg`Notices`, about: msg`Texts with a preview, quiet hours`, icon: IconBell, scope: 'notices:read', group: 'notices' },
  { to: '/settings/ratings', label: msg`Ratings`, about: msg`Whether customers are asked how they were served`, icon: IconStar, scope: 'settings:read', group: 'ratings' },
  { to: '/settings/staff', label: msg`Staff chat`, about: msg`The group in Telegram where you are told and answer`, icon: IconUsersGroup, scope: 'settings:read', group: 'staff' },
  { to: '/settings/look', label: msg`Appearance`, about: msg`Language and colors of the panel on this device`, icon: IconBrandHipchat, scope: 'settings:read' },
  { to: '/settings/history', label: msg`History`, about: msg`Who changed what, from what to what, and the way back`, icon: IconHistory, scope: 'settings:read' },
];
