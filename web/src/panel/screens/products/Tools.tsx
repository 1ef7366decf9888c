import { Checkbox, Select } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { Search } from '../../ui/Search';
import type { Filter, View } from './filter';
import css from './Products.module.css';
import { choices, useCategories } from './useCategories';
import { status } from './words';

/** Tools narrow the list; each takes effect at once and stands in the address. */
export function Tools({ filter, view }: { filter: Filter; view: View }) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const categories = useCategories();
  const set = (change: Partial<Record<keyof Filter, unknown>>) => {
    const next = Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, v]) => v));
    void navigate({ to: '/products', search: { ...next, ...(view === 'grid' ? { view } : {}) }, replace: true });
  };
  return (
    <div className={css.tools}>
      <Search value={filter.search ?? ''} change={(search) => set({ search })} label={t`Find by words or SKU`} />
      <Select
        aria-label={t`Status`}
        placeholder={t`All but archived`}
        clearable
        data={Object.entries(status).map(([value, word]) => ({ value, label: i18n._(word.label) }))}
        value={filter.status ?? null}
        onChange={(v) => set({ status: v })}
      />
      <Select
        aria-label={t`Category`}
        placeholder={t`All categories`}
        clearable
        searchable
        data={choices(categories.list, i18n.locale)}
        value={filter.category_id ?? null}
        onChange={(v) => set({ category_id: v })}
      />
      <Select
        aria-label={t`Stock`}
        placeholder={t`Any stock`}
        clearable
        data={[
          { value: 'in', label: t`In stock` },
          { value: 'out', label: t`Out of stock` },
        ]}
        value={filter.stock ?? null}
        onChange={(v) => set({ stock: v })}
      />
      <Checkbox label={t`Without a picture`} checked={filter.no_picture === true} onChange={(e) => set({ no_picture: e.currentTarget.checked })} />
    </div>
  );
}
