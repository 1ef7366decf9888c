import { Divider, Select, Stack, Switch, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Receipt } from './data';

/** Receipts are the rules of fiscal receipts, by the tax service's codes. */
export function Receipts({ value: r, change }: { value: Receipt; change: (r: Receipt) => void }) {
  const { t } = useLingui();
  const set = (part: Partial<Receipt>) => change({ ...r, ...part });
  const vats = [
    { value: '1', label: t`no VAT` },
    { value: '2', label: '0 %' },
    { value: '7', label: '5 %' },
    { value: '8', label: '7 %' },
    { value: '3', label: '10 %' },
    { value: '4', label: '20 %' },
    { value: '11', label: '22 %' },
    { value: '9', label: '5/105' },
    { value: '10', label: '7/107' },
    { value: '5', label: '10/110' },
    { value: '6', label: '20/120' },
    { value: '12', label: '22/122' },
  ];
  const taxes = [
    { value: '0', label: t`not told` },
    { value: '1', label: t`general (ОСН)` },
    { value: '2', label: t`simplified, income (УСН)` },
    { value: '3', label: t`simplified, income minus expenses (УСН)` },
    { value: '5', label: t`agricultural (ЕСХН)` },
    { value: '6', label: t`patent (ПСН)` },
  ];
  const modes = [
    { value: 'full_prepayment', label: t`full prepayment` },
    { value: 'full_payment', label: t`full payment` },
    { value: 'prepayment', label: t`part prepayment` },
    { value: 'advance', label: t`advance` },
  ];
  return (
    <Stack gap="xs">
      <Divider label={<Trans>Fiscal receipts</Trans>} labelPosition="left" />
      <Switch label={t`The service makes receipts (54-ФЗ)`} checked={r.on} onChange={(e) => set({ on: e.currentTarget.checked })} />
      {r.on && (
        <>
          <Select label={t`VAT of goods`} allowDeselect={false} data={vats} value={String(r.vat || 1)} onChange={(v) => set({ vat: Number(v) })} />
          <Select label={t`VAT of delivery`} allowDeselect={false} data={[{ value: '0', label: t`as goods` }, ...vats]} value={String(r.delivery_vat ?? 0)} onChange={(v) => set({ delivery_vat: Number(v) })} />
          <Select label={t`Tax system`} allowDeselect={false} data={taxes} value={String(r.tax_system ?? 0)} onChange={(v) => set({ tax_system: Number(v) })} />
          <Select label={t`What is paid for`} allowDeselect={false} data={modes} value={r.mode || 'full_prepayment'} onChange={(v) => set({ mode: v as NonNullable<Receipt['mode']> })} />
          <TextInput label={t`E-mail for receipts`} description={t`Where they go when the customer has left no address.`} type="email" maxLength={200} value={r.email ?? ''} onChange={(e) => set({ email: e.currentTarget.value })} />
        </>
      )}
    </Stack>
  );
}
