import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { components } from '../../api/schema.gen';

export type State = components['schemas']['System'];
export type Letter = components['schemas']['DeadLetter'];
export type Check = components['schemas']['SystemCheck'];
export type Stop = components['schemas']['Stop'];

/** works says what a piece of work was, by the name or the beginning of its kind. */
const works: [string, MessageDescriptor][] = [
  ['turn', msg`Answer to a customer`],
  ['deliver', msg`Delivery of a message`],
  ['mirror', msg`Message that was written in Instagram`],
  ['notice:', msg`Notice about an order`],
  ['hook:', msg`Event for another program`],
  ['media', msg`File that a customer sent`],
  ['mention', msg`Thanks for a mention`],
  ['comments', msg`Answers to comments`],
  ['payment.', msg`Look at a payment`],
  ['chat.pay', msg`Payment in a chat`],
  ['instagram.', msg`Look at an Instagram account`],
  ['order:', msg`Goods of an order`],
  ['staff', msg`Message for the staff chat`],
  ['contact', msg`Joining of a customer's addresses`],
  ['event:order', msg`What follows an order`],
  ['event:payment', msg`What follows a payment`],
  ['event:', msg`What follows an event`],
];

export const workOf = (kind: string): MessageDescriptor | undefined => works.find(([name]) => kind.startsWith(name))?.[1];

/** stops are the places that a message passes, in their order. */
export const stops: Record<string, MessageDescriptor> = {
  receive: msg`Receive a message`,
  turn: msg`Make the answer`,
  deliver: msg`Hand it to the messenger`,
  listen: msg`Act on events`,
  pay: msg`Payments`,
};

export const faultKinds: Record<string, MessageDescriptor> = {
  message: msg`message not delivered`,
  work: msg`work given up`,
  answer: msg`answered by the rules`,
};

export const checkStates: Record<string, { label: MessageDescriptor; color: string }> = {
  ok: { label: msg`well`, color: 'green' },
  warn: { label: msg`look at it`, color: 'orange' },
  fail: { label: msg`broken`, color: 'red' },
  off: { label: msg`not set up`, color: 'gray' },
};

/** span is a length of time in its two largest units, as people say it. */
export function span(seconds: number, lang: string): string {
  const say = (n: number, unit: string) => new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'short' }).format(n);
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return say(s, 'second');
  if (s < 3600) return say(Math.floor(s / 60), 'minute');
  if (s < 172_800) return [say(Math.floor(s / 3600), 'hour'), ...(s % 3600 >= 60 ? [say(Math.floor((s % 3600) / 60), 'minute')] : [])].join(' ');
  return say(Math.floor(s / 86_400), 'day');
}
