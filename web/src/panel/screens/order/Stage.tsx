import { Select } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { api, got } from '../../api/client';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { text, useAct, useRules, type Order } from './data';
import { steps } from './may';
import { Part } from './Part';

/** Stage sets one of the shop's own stages, where it has some that are set by hand. */
export function Stage({ order }: { order: Order }) {
  const { t, i18n } = useLingui();
  const rules = useRules();
  const write = useMay('orders:write');
  const set = (key: string) => got(api.POST('/api/v1/orders/{id}/stage', { params: { path: { id: order.id } }, body: { key } }));
  const act = useAct(set, () => {
    const before = order.label ?? '';
    return { message: t`The stage is set`, undo: { label: t`Undo`, run: () => act.mutate(before) } };
  });
  const stages = (rules.data?.stages ?? []).filter((s) => s.by_hand);
  if (stages.length === 0 || !steps(order).stage) return null;
  return (
    <Part title={t`Stage`}>
      <Select
        aria-label={t`Stage`}
        placeholder={t`By what has happened`}
        data={stages.map((s) => ({ value: s.key, label: text(s.title, i18n.locale) }))}
        value={act.isPending ? (act.variables ?? null) : order.label || null}
        onChange={(v) => act.mutate(v ?? '')}
        disabled={!write}
        clearable
      />
      <Refusal error={act.error} />
    </Part>
  );
}
