/** What the server sends, as httpapi/webchat and core/inbox write it. */

export type Lang = 'ru' | 'en';

export interface Image {
  url: string;
  alt?: string;
}

export interface Button {
  text: string;
  action?: string;
  url?: string;
  style?: string;
}

export interface Card {
  product_id: string;
  title: string;
  subtitle?: string;
  price?: string;
  old_price?: string;
  badge?: string;
  images?: Image[];
  buttons?: Button[][];
}

export interface Outgoing {
  text?: string;
  cards?: Card[];
  images?: Image[];
  buttons?: Button[][];
  ask?: '' | 'phone' | 'location';
  hide?: boolean;
  replaces?: string;
  bill?: Bill;
}

/** Bill is how the money of an order stood; a later one of the same order takes the place of an earlier one. */
export interface Bill {
  order: string;
  status: string;
  over?: boolean;
  until?: string;
}

export type Author = 'contact' | 'assistant' | 'operator' | 'system';

/** Row is one message of the log. */
export interface Row {
  seq: number;
  author: Author;
  kind: string;
  text?: string;
  label?: string;
  source?: string;
  photos?: string[];
  out?: Outgoing;
  id?: string;
  at: string;
}

export type Status = '' | 'pending' | 'open' | 'snoozed' | 'resolved';

export interface Stretch {
  messages: Row[];
  more: boolean;
  status?: Status;
}

/** Press is something that a button does: exactly one of action and command. */
export interface Press {
  title: string;
  action?: string;
  command?: string;
}

export interface Shortcut extends Press {
  icon: string;
}

export interface Category extends Press {
  count?: number;
  image?: string;
}

export interface ShopCard {
  name: string;
  slug: string;
  phone?: string;
  email?: string;
  site?: string;
  address?: string;
  hours?: string;
}

export interface Config {
  account: string;
  lang: Lang;
  languages: Lang[];
  shop: ShopCard;
  greeting?: string;
  automated: boolean;
  welcome?: Outgoing;
  shortcuts: Shortcut[];
  categories: Category[];
}

/** Body is what a post carries besides client_id and lang. */
export interface Body {
  text?: string;
  photos?: string[];
  action?: string;
  label?: string;
  source?: string;
  contact?: { phone: string; name?: string };
  location?: { lat: number; lon: number };
  start?: string;
}

/** Pending is a message on its way to the server. */
export interface Pending {
  clientId: string;
  body: Body;
  at: string;
  state: 'sending' | 'failed';
  reason?: string;
}
