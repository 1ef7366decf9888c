import {
  IconActivity, IconArrowBackUp, IconBell, IconBoxOff, IconCash, IconCashBanknoteOff, IconMessageOff, IconMessageQuestion, IconMoodSad, IconPlugConnectedX, IconReceipt, IconStack2, type Icon,
} from '@tabler/icons-react';
import type { components } from '../../api/schema.gen';

export type Told = components['schemas']['Notification'];

const known: Record<string, Icon> = {
  waiting: IconMessageQuestion,
  orders: IconReceipt,
  paid: IconCash,
  money: IconCashBanknoteOff,
  short: IconBoxOff,
  returns: IconArrowBackUp,
  undelivered: IconMessageOff,
  channels: IconPlugConnectedX,
  ratings: IconMoodSad,
  stock: IconStack2,
  machinery: IconActivity,
};

/** signs is the picture of a kind. */
export const signs = (kind: string): Icon => known[kind] ?? IconBell;

/** placeOf reads a path of the panel, with what is asked after its ?. */
export function placeOf(path: string): { to: string; search?: Record<string, string> } {
  const [to = '/', query] = path.split('?');
  return query ? { to, search: Object.fromEntries(new URLSearchParams(query)) } : { to };
}
