import { Button, Stack, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconDownload, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { Refusal } from '../../ui/Refusal';
import { Sheet } from '../../ui/Sheet';
import { Part } from '../order/Part';
import { useAsk } from './data';
import { save } from './save';

/** Data is the law's part: all that is kept of a person, to hand over and to forget. */
export function Data({ id, name }: { id: string; name: string }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const file = useMutation({ mutationFn: async () => save(`customer-${id}.json`, await got(api.GET('/api/v1/contacts/{id}/export', { params: { path: { id } } }))) });
  return (
    <Part title={t`Personal data`}>
      <Refusal error={file.error} />
      <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} loading={file.isPending} onClick={() => file.mutate()}>
        <Trans>Download all that is kept</Trans>
      </Button>
      <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setOpen(true)}>
        <Trans>Erase this person…</Trans>
      </Button>
      {open && <Erase id={id} name={name} close={() => setOpen(false)} />}
    </Part>
  );
}

function Erase({ id, name, close }: { id: string; name: string; close: () => void }) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const word = name.trim() || t`erase`;
  const erase = useAsk(() => api.POST('/api/v1/contacts/{id}/erase', { params: { path: { id } }, body: { confirm: id } }), t`The person will be forgotten in a moment`, close);
  return (
    <Sheet title={t`Erase this person`} opened close={close}>
      <Stack>
        <Text size="sm">
          <Trans>Name, phone, channels, conversations and consents go for good. Of orders, goods and sums stay, as the books need them. This cannot be undone.</Trans>
        </Text>
        <TextInput label={t`Type “${word}” to confirm`} value={typed} onChange={(e) => setTyped(e.target.value)} autoComplete="off" />
        <Refusal error={erase.error} />
        <Button color="red.9" disabled={typed.trim() !== word} loading={erase.isPending} onClick={() => erase.mutate(undefined)}>
          <Trans>Erase for good</Trans>
        </Button>
      </Stack>
    </Sheet>
  );
}
