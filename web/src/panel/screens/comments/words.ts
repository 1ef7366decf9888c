import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { components } from '../../api/schema.gen';
import type { Words } from '../../ui/Status';

type Schemas = components['schemas'];
export type Rule = Schemas['CommentRule'];
export type Fields = Schemas['CommentRuleFields'];
export type Comment = Schemas['Comment'];
export type Post = Schemas['Post'];

/** states are what became of a comment. */
export const states: Words = {
  open: { label: msg`Waits for its turn`, color: 'blue' },
  done: { label: msg`Answered`, color: 'green' },
  failed: { label: msg`Not answered`, color: 'red' },
  skipped: { label: msg`Left alone`, color: 'gray' },
};

/** reasons are why a comment was not answered; a code of the messenger's stands as it is. */
export const reasons: Record<string, MessageDescriptor> = {
  own: msg`It is your own comment`,
  mention: msg`You were mentioned; Instagram does not tell the words`,
  empty: msg`Nothing was written`,
  no_rule: msg`No rule fits`,
  too_old: msg`It is too old for a private reply`,
  limit: msg`It waited too long for its turn`,
  repeated: msg`This person was answered under this post already`,
  product: msg`The text is about the product, and the post has none`,
  nobody: msg`Instagram did not tell who wrote it`,
  operator: msg`One of you talks with this person`,
  rule: msg`The rule was switched off meanwhile`,
  deleted: msg`The comment is gone, or a permission is missing`,
};

/** verdicts are why a rule does not fit. */
export const verdicts: Record<string, MessageDescriptor> = {
  not_active: msg`switched off`,
  account: msg`for another account`,
  post: msg`for other posts`,
  words: msg`other words`,
  replies: msg`not for answers to comments`,
  live: msg`not for broadcasts`,
  hours: msg`not at this hour`,
};

export const intents: Record<string, MessageDescriptor> = {
  price: msg`asks the price`,
  availability: msg`asks whether there is any`,
  size: msg`asks for a size`,
  order: msg`wants to buy`,
};
