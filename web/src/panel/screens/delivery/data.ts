import { queryOptions } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import type { components } from '../../api/schema.gen';

type Schemas = components['schemas'];
export type Method = Schemas['DeliveryMethod'];
export type Fields = Schemas['DeliveryFields'];

export const methods = queryOptions({
  queryKey: keys.delivery,
  queryFn: async () => (await got(api.GET('/api/v1/delivery-methods'))).items ?? [],
});

/** fieldsOf is a method without its id: what this form does not ask for stays as it is. */
export function fieldsOf({ id: _, ...rest }: Method): Fields {
  return Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== null && v !== undefined)) as Fields;
}
