import { Button, Group, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { auth } from '../../api/auth';
import { keys } from '../../api/keys';
import { session } from '../../api/session';
import { useMe } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../../ui/Section';
import { done } from '../../ui/undo';

/** Profile is the name by which colleagues and customers see the person. */
export function Profile() {
  const { t } = useLingui();
  const { member, language } = useMe();
  const client = useQueryClient();
  const [name, setName] = useState(member.name);
  const save = useMutation({
    mutationFn: () => auth.profile({ name, language }),
    onSuccess: (me) => {
      client.setQueryData(keys.me, me);
      done(t`Your name is saved`);
    },
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    save.mutate();
  };
  return (
    <Section title={t`You`} about={member.email}>
      {!session.tokens() && (
        <form onSubmit={submit}>
          <Group align="flex-end">
            <TextInput label={t`Your name`} required maxLength={100} flex={1} value={name} onChange={(e) => setName(e.target.value)} />
            <Button type="submit" variant="default" loading={save.isPending} disabled={name.trim() === '' || name === member.name}>
              <Trans>Save</Trans>
            </Button>
          </Group>
          <Refusal error={save.error} />
        </form>
      )}
    </Section>
  );
}
