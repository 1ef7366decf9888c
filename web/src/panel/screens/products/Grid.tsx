import { Alert, Button, Group, Text } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Refusal } from '../../ui/Refusal';
import { done } from '../../ui/undo';
import { columns, keyOf, ofProduct, raw, shown, typedInto, type Change, type Column } from './cells';
import { name, type Row } from './filter';
import { heads, whys } from './heads';
import css from './Products.module.css';

/** Grid is the list with cells to type into; all that was typed is saved together, or not at all. */
export function Grid({ rows, more }: { rows: Row[]; more?: (() => void) | undefined }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const [changes, setChanges] = useState<Record<string, Change>>({});
  const list = Object.values(changes);
  useBlocker({ shouldBlockFn: () => list.length > 0 && !window.confirm(t`Leave without saving what was changed?`), enableBeforeUnload: () => list.length > 0 });
  const save = useMutation({
    mutationFn: (all: Change[]) => got(api.POST('/api/v1/goods-cells', { body: { cells: all.map(({ typed: _, ...c }) => ({ ...c, value: c.value ?? '' })) } })),
    onSuccess: async (r, all) => {
      await client.invalidateQueries({ queryKey: keys.goods.all });
      if (!r.changed) return;
      setChanges({});
      const back = all.map((c) => ({ ...c, was: c.value ?? '', value: c.was }));
      done(t`The cells are saved`, { label: t`Undo`, run: () => save.mutate(back) });
    },
  });
  const clashes = new Map((save.data?.clashes ?? []).map((c) => [Object.keys(changes)[c.cell], c]));
  const bad = list.filter((c) => c.value === null).length;
  const change = (row: Row, v: NonNullable<Row['variants']>[number], c: Column, text: string) => {
    save.reset();
    setChanges((was) => typedInto(was, row, v, c, text));
  };
  return (
    <>
      {list.length > 0 && (
        <Alert color="counter" mb="xs" flex="none" role="region" aria-label={t`Changed cells`}>
          <Group justify="space-between" gap="xs">
            <Text size="sm" fw={550}>
              <Plural value={list.length} one="# cell is changed" other="# cells are changed" />
            </Text>
            <Group gap="xs">
              <Button size="compact-sm" variant="default" onClick={() => (setChanges({}), save.reset())}>
                <Trans>Discard</Trans>
              </Button>
              <Button size="compact-sm" loading={save.isPending} disabled={bad > 0} onClick={() => save.mutate(list)}>
                <Trans>Save</Trans>
              </Button>
            </Group>
          </Group>
          {[...clashes].map(([key, c]) => {
            const at = changes[key ?? ''];
            return (
              at && (
                <Text size="sm" key={key} role="alert">
                  {i18n._(heads[at.field])} «{at.typed}»: {i18n._(whys[c.why]!)} {c.why === 'changed' && `(${shown(c.is, at.field, rows[0]?.currency ?? 'RUB')})`}
                </Text>
              )
            );
          })}
          <Refusal error={save.error} />
        </Alert>
      )}
      <div className={css.grid} tabIndex={0} role="region" aria-label={t`Table of products`}>
        <table>
          <thead>
            <tr>
              {columns.map((c) => (
                <th key={c} scope="col">
                  {i18n._(heads[c])}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.flatMap((row) =>
              (row.variants ?? []).map((v, n) => (
                <tr key={v.id}>
                  {columns.map((c) => {
                    if (ofProduct(c) && n > 0) return <td key={c} className={css.muted}>{c === 'title.ru' && name(v.options, i18n.locale)}</td>;
                    const key = keyOf(row, v, c);
                    const at = changes[key];
                    return (
                      <td key={c}>
                        <input
                          aria-label={`${i18n._(heads[c])}: ${name(row.title, i18n.locale)} ${v.sku}`}
                          value={at?.typed ?? shown(raw(row, v, c), c, row.currency)}
                          data-changed={at ? '' : undefined}
                          aria-invalid={at?.value === null || clashes.has(key) || undefined}
                          onChange={(e) => change(row, v, c, e.currentTarget.value)}
                        />
                      </td>
                    );
                  })}
                </tr>
              )),
            )}
          </tbody>
        </table>
        {more && (
          <Button variant="subtle" onClick={more}>
            <Trans>Show more</Trans>
          </Button>
        )}
      </div>
    </>
  );
}
