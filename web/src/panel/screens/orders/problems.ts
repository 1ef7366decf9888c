import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** What a person has to look at about money. */
export const problems: Record<string, MessageDescriptor> = {
  amount: msg`Another sum was paid than was asked for`,
  foreign: msg`A payment at the provider belongs to another order`,
  unknown: msg`Money at the provider that no payment here explains`,
  surplus: msg`More was paid than the order costs`,
  hold: msg`Money is held that nobody needs and that could not be released`,
  capture_failed: msg`Held money could not be taken`,
  refund_failed: msg`A refund failed`,
  refund_by_hand: msg`Money has to be given back by hand`,
  unclear: msg`Nobody knows whether an operation took effect`,
  unreachable: msg`The payment provider has been silent for a day`,
  differs: msg`The provider's report and ours disagree`,
  sums: msg`The order and its payments disagree`,
  no_receipt: msg`Money came without a fiscal receipt`,
};
