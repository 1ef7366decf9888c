import { Button, CopyButton, Group, Modal, Stack, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { Refusal } from '../../ui/Refusal';
import { text, useAct, useRules, type Order } from './data';

/** PayLink makes a link for what is due and shows it, to be sent to the customer. */
export function PayLink({ order }: { order: Order }) {
  const { t, i18n } = useLingui();
  const ways = (useRules().data?.ways ?? []).filter((w) => w.online);
  const [open, setOpen] = useState(false);
  const act = useAct((method: string) => got(api.POST('/api/v1/orders/{id}/payments', { params: { path: { id: order.id } }, body: { method } })));
  if (ways.length === 0) return null;
  const begin = (method: string) => (setOpen(true), act.mutate(method));
  const url = act.data?.url;
  return (
    <>
      <Button size="compact-md" onClick={() => (ways.length === 1 ? begin(ways[0]!.method) : setOpen(true))}>
        <Trans>Payment link</Trans>
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={t`Payment link`} closeButtonProps={{ 'aria-label': t`Close` }} centered>
        <Stack>
          {ways.length > 1 && (
            <Group>
              {ways.map((w) => (
                <Button key={w.method} variant="default" loading={act.isPending && act.variables === w.method} onClick={() => begin(w.method)}>
                  {text(w.title, i18n.locale)}
                </Button>
              ))}
            </Group>
          )}
          <Refusal error={act.error} />
          {url && (
            <CopyButton value={url}>
              {({ copied, copy }) => (
                <Group align="flex-end" wrap="nowrap">
                  <TextInput label={t`Send this to the customer`} value={url} readOnly flex={1} onFocus={(e) => e.target.select()} />
                  <Button onClick={copy}>{copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}</Button>
                </Group>
              )}
            </CopyButton>
          )}
        </Stack>
      </Modal>
    </>
  );
}
