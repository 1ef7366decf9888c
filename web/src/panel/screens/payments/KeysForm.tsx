import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { Refusal } from '../../ui/Refusal';
import { usePaying, type Account, type Provider } from './data';

export interface Keys {
  keys: Record<string, string>;
  base_url?: string;
}

interface Props {
  kind: Provider;
  /** account has keys already: those left empty stay. */
  account?: Account;
  label: string;
  send: (keys: Keys) => Promise<Account>;
  after: (account: Account) => void;
}

/** KeysForm asks for the keys of an account at a service; they go to the server and do not come back. */
export function KeysForm({ kind, account, label, send, after }: Props) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const [keys, setKeys] = useState<Record<string, string>>({});
  const [stand, setStand] = useState(account?.base_url ?? '');
  const save = usePaying(send, (a: Account) => (setKeys({}), after(a)));
  const known = (name: string) => account?.keys?.find((k) => k.name === name);
  const missing = (kind.keys ?? []).some((k) => !k.optional && !keys[k.name]?.trim() && !known(k.name)?.set);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    const given = Object.fromEntries(Object.entries(keys).filter(([, v]) => v.trim()));
    save.mutate({ keys: given, ...(kind.stand && (stand || account) ? { base_url: stand.trim() } : {}) });
  };
  return (
    <form onSubmit={submit} autoComplete="off">
      <Stack gap="sm">
        <Text size="sm">{kind.where[lang]}</Text>
        {(kind.keys ?? []).map((k) => {
          const has = known(k.name);
          const shared = {
            label: k.title[lang] ?? k.name,
            required: !k.optional && !has?.set,
            spellCheck: false,
            autoComplete: 'off',
            value: keys[k.name] ?? '',
            description: has?.set ? (has.value ? t`Now: ${has.value}` : has.ends ? t`Set, ends with ${has.ends}` : t`Set`) : undefined,
            placeholder: has?.set ? t`leave it empty to keep it` : '',
            onChange: (e: { currentTarget: { value: string } }) => {
              const { value } = e.currentTarget;
              setKeys((was) => ({ ...was, [k.name]: value }));
            },
          };
          return k.public ? <TextInput key={k.name} {...shared} /> : <PasswordInput key={k.name} {...shared} visibilityToggleButtonProps={{ 'aria-label': t`Show what is typed` }} />;
        })}
        {kind.stand && <TextInput label={t`Address of a test stand`} description={t`Leave it empty for the service itself.`} placeholder="http://127.0.0.1:8080" value={stand} onChange={(e) => setStand(e.currentTarget.value)} />}
        <Refusal error={save.error} />
        <Button type="submit" loading={save.isPending} disabled={missing} style={{ alignSelf: 'flex-start' }}>
          {label}
        </Button>
        {save.isPending && (
          <Text size="sm" c="dimmed">
            <Trans>The service is asked whether the keys are good…</Trans>
          </Text>
        )}
      </Stack>
    </form>
  );
}
