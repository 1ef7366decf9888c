import { Button, Radio, Stack, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Refusal } from '../../ui/Refusal';
import { Search } from '../../ui/Search';
import { Sheet } from '../../ui/Sheet';
import { useName, useWhere } from '../customers/Card';
import { Read } from '../order/Part';
import { useAsk } from './data';

/** JoinSheet finds the other contact of a person and makes it part of this one. */
export function JoinSheet({ id, close }: { id: string; close: () => void }) {
  const { t } = useLingui();
  const name = useName();
  const where = useWhere();
  const [search, setSearch] = useState('');
  const [other, setOther] = useState('');
  const [why, setWhy] = useState('');
  const list = useQuery({ queryKey: keys.contacts.list({ search, few: true }), queryFn: () => got(api.GET('/api/v1/contacts', { params: { query: { search, limit: 9 } } })) });
  const join = useAsk(() => api.POST('/api/v1/contacts/{id}/joins', { params: { path: { id } }, body: { other, ...(why.trim() ? { why: why.trim() } : {}) } }), t`They will be one customer in a moment`, close);
  return (
    <Sheet title={t`Merge with another customer`} opened close={close}>
      <Stack>
        <Text size="sm">
          <Trans>Orders, cart and channels of the other one become this one's. It can be undone.</Trans>
        </Text>
        <Search value={search} change={setSearch} label={t`Name, @name, phone, order or #label`} />
        <Read of={list} height={120}>
          {(page) => (
            <Radio.Group value={other} onChange={setOther} aria-label={t`The other customer`}>
              <Stack gap={4}>
                {(page.items ?? [])
                  .filter((c) => c.id !== id)
                  .map((c) => (
                    <Radio key={c.id} value={c.id} py={8} label={[name(c), c.phone, where(c)].filter(Boolean).join(' · ')} />
                  ))}
              </Stack>
            </Radio.Group>
          )}
        </Read>
        <TextInput label={t`How you know`} description={t`Stays in the audit log`} value={why} onChange={(e) => setWhy(e.target.value)} maxLength={500} />
        <Refusal error={join.error} />
        <Button disabled={!other} loading={join.isPending} onClick={() => join.mutate(undefined)}>
          <Trans>Merge</Trans>
        </Button>
      </Stack>
    </Sheet>
  );
}
