import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Role } from '../../api/auth';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { proved } from '../../api/prove';
import { Failed } from '../../ui/Failed';
import { Once } from '../../ui/Once';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../../ui/Section';
import { When } from '../../ui/When';
import { roles } from './words';

/** Invitations are links by which people become staff; each is shown once, when it is made. */
export function Invitations() {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const [role, setRole] = useState<Role>('operator');
  const [email, setEmail] = useState('');
  const list = useQuery({ queryKey: keys.invitations, queryFn: () => got(api.GET('/api/v1/invitations')) });
  const fresh = () => client.invalidateQueries({ queryKey: keys.invitations });
  const make = useMutation({
    mutationFn: () => proved(() => got(api.POST('/api/v1/invitations', { body: { role, ...(email ? { email } : {}) } }))),
    onSuccess: () => {
      setEmail('');
      void fresh();
    },
  });
  const withdraw = useMutation({ mutationFn: (id: string) => got(api.DELETE('/api/v1/invitations/{id}', { params: { path: { id } } })), onSettled: fresh });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    make.mutate();
  };
  return (
    <Section title={t`Invitations`} about={t`A link makes one person staff. It works once, within a week.`}>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="sm">
          <Select
            label={t`Role`}
            data={(Object.keys(roles) as Role[]).map((value) => ({ value, label: i18n._(roles[value].label) }))}
            value={role}
            onChange={(v) => v && setRole(v as Role)}
            allowDeselect={false}
            w={170}
          />
          <TextInput label={t`E-mail, if nobody else may use it`} type="email" flex="1 1 220px" value={email} onChange={(e) => setEmail(e.target.value)} />
          <Button type="submit" loading={make.isPending}>
            <Trans>Make a link</Trans>
          </Button>
        </Group>
      </form>
      <Refusal error={make.error ?? withdraw.error} />
      {make.data?.link && <Once label={t`The link of the invitation`} value={make.data.link} note={t`Send it to the person yourself: it is shown only now.`} />}
      {list.error && <Failed error={list.error} again={() => void list.refetch()} />}
      {(list.data?.items ?? []).map((x) => (
        <Group key={x.id} justify="space-between" wrap="nowrap" mih={44} data-invitation>
          <Stack gap={0} miw={0}>
            <Text truncate>
              {i18n._(roles[x.role as Role]?.label ?? roles.viewer.label)} · {x.email || t`whoever has the link`}
            </Text>
            <Text size="sm" c="dimmed">
              <Trans>
                until <When at={x.expires_at} />
              </Trans>
            </Text>
          </Stack>
          <Button variant="subtle" color="red" disabled={withdraw.isPending} onClick={() => withdraw.mutate(x.id)}>
            <Trans>Withdraw</Trans>
          </Button>
        </Group>
      ))}
    </Section>
  );
}
