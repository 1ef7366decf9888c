import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { useMe } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { done } from '../../ui/undo';
import { exportAll, orderRow, row } from './csv';
import { queryOf, type Filter } from './filter';
import { parcels, payment, status } from './words';

const of = { status, payment, parcels } as Record<string, Record<string, { label: { id: string } } | undefined>>;

/** Export saves all orders that the filters leave as a table for spreadsheets. */
export function Export({ filter }: { filter: Filter }) {
  const { t, i18n } = useLingui();
  const { zone } = useMe().shop;
  const [count, setCount] = useState(0);
  const run = useMutation({
    mutationFn: async () => {
      const lang = i18n.locale;
      const query = queryOf(filter, zone);
      const head = row([t`Number`, t`When`, t`Order`, t`Payment`, t`Delivery`, t`Customer`, t`Phone`, t`Address`, t`Goods`, t`Total`, t`Paid`, t`Given back`, t`Currency`, t`Comment`], lang);
      const word = (kind: string, key: string) => {
        const known = of[kind]?.[key];
        return known ? i18n._(known.label.id) : key;
      };
      const pieces: string[] = [];
      let n = 0;
      const page = async (cursor: string | undefined) => {
        const p = await got(api.GET('/api/v1/orders', { params: { query: { ...query, limit: 100, ...(cursor ? { cursor } : {}) } } }));
        setCount((n += p.items?.length ?? 0));
        return p;
      };
      for await (const piece of exportAll(head, page, (o) => orderRow(o, lang, word))) pieces.push(piece);
      save(new Blob(pieces, { type: 'text/csv;charset=utf-8' }), `orders-${new Date().toISOString().slice(0, 10)}.csv`);
      return n;
    },
    onSuccess: (n) => done(t`Saved orders: ${n}`),
  });
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} disabled={run.isPending} onClick={() => run.mutate()}>
        {run.isPending ? count : <Trans>Export</Trans>}
      </Button>
      <Refusal error={run.error} />
    </>
  );
}

function save(blob: Blob, name: string): void {
  const a = document.createElement('a');
  a.href = URL.createObjectURL(blob);
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10_000);
}
