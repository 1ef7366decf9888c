import { Button, Group, MultiSelect, NumberInput, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { proved } from '../../api/prove';
import { useMe } from '../../app/Guard';
import { Once } from '../../ui/Once';
import { Refusal } from '../../ui/Refusal';

/** NewKey issues a key; its secret is shown once. */
export function NewKey() {
  const { t } = useLingui();
  const { scopes: all } = useMe();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>([]);
  const [days, setDays] = useState<number | string>('');
  const make = useMutation({
    mutationFn: () => proved(() => got(api.POST('/api/v1/api-keys', { body: { name, scopes, ...(Number(days) > 0 ? { days: Number(days) } : {}) } }))),
    onSuccess: async () => {
      setName('');
      setScopes([]);
      setDays('');
      await client.invalidateQueries({ queryKey: keys.apiKeys });
    },
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    make.mutate();
  };
  return (
    <>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="sm">
          <TextInput label={t`Name of the program`} required maxLength={100} flex="1 1 180px" value={name} onChange={(e) => setName(e.target.value)} />
          <MultiSelect
            label={t`What it may do`}
            data={all}
            value={scopes}
            onChange={setScopes}
            searchable
            required
            flex="2 1 260px"
            hidePickedOptions
            comboboxProps={{ withinPortal: true }}
          />
          <NumberInput label={t`Days that it is good`} placeholder={t`for ever`} min={1} max={3650} w={170} value={days} onChange={setDays} />
          <Button type="submit" loading={make.isPending} disabled={scopes.length === 0}>
            <Trans>Issue a key</Trans>
          </Button>
        </Group>
      </form>
      <Refusal error={make.error} />
      {make.data?.secret && <Once label={t`The key of ${make.data.name}`} value={make.data.secret} />}
    </>
  );
}
