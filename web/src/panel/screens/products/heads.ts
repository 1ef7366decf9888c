import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Column } from './cells';

/** heads name the columns of the grid, and whys why a cell stays as it is. */
export const heads: Record<Column, MessageDescriptor> = { 'title.ru': msg`Name in Russian`, 'title.en': msg`Name in English`, sku: msg`SKU`, price: msg`Price`, compare_at: msg`Old price`, stock: msg`In stock` };

export const whys: Record<string, MessageDescriptor> = {
  changed: msg`somebody has changed it meanwhile`,
  gone: msg`it is not there any more`,
  invalid: msg`this cannot stand there`,
  reserved: msg`fewer than are held for orders`,
};
