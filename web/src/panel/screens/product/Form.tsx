import { Alert, Box, Button, Group, Stack } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay, useMe } from '../../app/Guard';
import { Page } from '../../ui/Page';
import { Refusal } from '../../ui/Refusal';
import { name } from '../products/filter';
import { Archive } from './Archive';
import { Awaited } from './Awaited';
import { About, Place } from './Fields';
import { fieldsOf, wrongIn, type Draft, type Line } from './draft';
import { Part } from './Part';
import { Pictures } from './Pictures';
import { Back, type Read } from './Product';
import css from './Product.module.css';
import { useSave } from './useSave';
import { Variants } from './Variants';

/** Form is a product while it is written. */
export function Form({ read, begin }: { read: Read | undefined; begin: Draft }) {
  const { t, i18n } = useLingui();
  const { currency } = useMe().shop;
  const may = useMay('catalog:write');
  const [draft, setDraft] = useState(begin);
  const [tried, setTried] = useState(false);
  const save = useSave(read, currency);
  const money = read?.product.variants?.[0]?.price.currency ?? currency;
  const wrong = tried ? wrongIn(draft, money) : {};
  const changed = JSON.stringify(fieldsOf(draft, money)) !== JSON.stringify(fieldsOf(begin, money));
  // Stock changes beside the form: it is shown as it was read last.
  const lines = draft.lines.map((l) => ({ ...l, ...stock(begin.lines.find((x) => l.id && x.id === l.id)) }));
  useBlocker({ shouldBlockFn: () => changed && !save.isPending && !save.isSuccess && !window.confirm(t`Leave without saving what was changed?`), enableBeforeUnload: () => changed && !save.isSuccess });
  const set = (change: Partial<Draft>) => setDraft((d) => ({ ...d, ...change }));
  const submit = (force = false) => {
    setTried(true);
    if (Object.keys(wrongIn(draft, money)).length === 0) save.mutate({ draft, force });
  };
  return (
    <Page
      title={read ? name(draft.title, i18n.locale) || t`Product` : t`New product`}
      actions={
        may && (
          <>
            {read && <Archive product={read.product} />}
            <Button loading={save.isPending} disabled={Boolean(read) && !changed} onClick={() => submit()}>
              <Trans>Save</Trans>
            </Button>
          </>
        )
      }
    >
      <Stack gap="sm">
        <Back />
        {save.stale ? (
          <Alert color="orange" role="alert" title={t`Somebody has changed this product meanwhile`}>
            <Group gap="xs">
              <Button size="compact-sm" variant="default" onClick={() => void save.reread()}>
                <Trans>Show their version</Trans>
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => submit(true)}>
                <Trans>Save mine over it</Trans>
              </Button>
            </Group>
          </Alert>
        ) : (
          <Refusal error={save.error} />
        )}
        {Object.keys(wrong).length > 0 && (
          <Alert color="red" role="alert">
            <Trans>Some fields have to be mended first: they are marked.</Trans>
          </Alert>
        )}
        <Box className={css.page}>
          <Stack gap="sm">
            <About draft={draft} set={set} wrong={wrong} disabled={!may} />
            <Part title={t`Pictures`}>
              <Pictures images={draft.images} change={(images) => set({ images })} disabled={!may} />
            </Part>
            <Variants draft={{ ...draft, lines }} set={set} wrong={wrong} currency={money} disabled={!may} />
          </Stack>
          <Stack gap="sm">
            <Place draft={draft} set={set} disabled={!may} />
            {read && <Awaited product={read.product.id} />}
          </Stack>
        </Box>
      </Stack>
    </Page>
  );
}

const stock = (l: Line | undefined) => (l ? { on_hand: l.on_hand, reserved: l.reserved } : {});
