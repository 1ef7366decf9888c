import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { askOf, stepOf, type Filter } from './filter';

const shown = { placeholderData: keepPreviousData, staleTime: 30_000 };

export const salesOf = (f: Filter) => {
  const query = { ...askOf(f), by: stepOf(f) };
  return queryOptions({ queryKey: keys.reports('sales', query), queryFn: () => got(api.GET('/api/v1/reports/sales', { params: { query } })), ...shown });
};

export const goodsOf = (f: Filter) => {
  const query = { ...askOf(f), best: f.best ?? ('revenue' as const) };
  return queryOptions({ queryKey: keys.reports('goods', query), queryFn: () => got(api.GET('/api/v1/reports/goods', { params: { query } })), ...shown });
};

export const talksOf = (f: Filter) => {
  const query = askOf(f);
  return queryOptions({ queryKey: keys.reports('conversations', query), queryFn: () => got(api.GET('/api/v1/reports/conversations', { params: { query } })), ...shown });
};

export const satisfactionOf = (f: Filter) => {
  const query = askOf(f);
  return queryOptions({ queryKey: keys.reports('satisfaction', query), queryFn: () => got(api.GET('/api/v1/reports/satisfaction', { params: { query } })), ...shown });
};

export const poorOf = (f: Filter) => {
  const query = askOf(f);
  return queryOptions({ queryKey: keys.reports('poor', query), queryFn: () => got(api.GET('/api/v1/reports/poor-ratings', { params: { query } })), ...shown });
};

export const definitions = queryOptions({ queryKey: keys.reports('definitions', {}), queryFn: () => got(api.GET('/api/v1/reports/definitions')), staleTime: Infinity });
