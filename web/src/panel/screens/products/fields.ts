import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** fields are what people call the values that a table changes. */
export const fields: Record<string, MessageDescriptor> = {
  'title.ru': msg`Name in Russian`, 'title.en': msg`Name in English`, 'description.ru': msg`Description in Russian`, 'description.en': msg`Description in English`, brand: msg`Brand`, category: msg`Category`,
  status: msg`Status`, position: msg`Place in lists`, attributes: msg`Facts`, images: msg`Pictures`, options: msg`Options`, price: msg`Price`, compare_at: msg`Old price`, stock: msg`In stock`, active: msg`On sale`,
  product: msg`New product`, variant: msg`New variant`,
};

/** stayed says why a value was left as it is when an import was taken back. */
export const stayed: Record<string, MessageDescriptor> = {
  changed: msg`changed since the import`, sold: msg`already sold or held for an order`, promised: msg`more is promised to customers than there was before`, gone: msg`it is no more`,
};
