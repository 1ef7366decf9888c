import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../app/Guard';
import { api, got } from '../../api/client';
import type { Conversation } from '../../api/desk';
import { keys } from '../../api/keys';
import { Failed } from '../../ui/Failed';
import css from './Inbox.module.css';
import { Labels } from './Labels';
import { Part } from './Part';
import { Purchases } from './Purchases';
import { Rated } from './Rated';
import { Sell } from './Selling';
import { Story } from './Story';

/** Side is the customer beside the conversation: what they want, who they are, what they bought. */
export function Side({ c }: { c: Conversation }) {
  const { t } = useLingui();
  return (
    <>
      {(c.state === 'open' || c.handoff_reason) && <Story c={c} />}
      <Rated c={c} />
      <Person c={c} />
      <Part title={t`Labels`}>
        <Labels c={c} />
      </Part>
      {useMay('orders:read') && (
        <Part title={t`Orders`}>
          <Sell c={c} />
          <Purchases c={c} />
        </Part>
      )}
    </>
  );
}

function Person({ c }: { c: Conversation }) {
  const { t } = useLingui();
  const may = useMay('contacts:read');
  const person = useQuery({ queryKey: keys.contact(c.contact_id), enabled: may, queryFn: () => got(api.GET('/api/v1/contacts/{id}', { params: { path: { id: c.contact_id } } })) });
  if (!may) return null;
  if (person.error) return <Failed error={person.error} again={() => void person.refetch()} />;
  const p = person.data;
  const language = { ru: t`Russian`, en: t`English` }[c.lang] ?? c.lang;
  return (
    <Part title={t`Customer`}>
      {!p ? (
        <Skeleton h={66} />
      ) : (
        <Stack gap={2}>
          <Text size="sm" fw={600}>
            {p.name || c.name || t`Visitor`}
          </Text>
          {p.phone && (
            <Anchor className={css.reach} href={`tel:${p.phone}`}>
              {p.phone}
            </Anchor>
          )}
          {p.email && (
            <Anchor className={css.reach} href={`mailto:${p.email}`}>
              {p.email}
            </Anchor>
          )}
          <Text size="sm" c="dimmed">
            <Trans>Writes in: {language}</Trans>
          </Text>
        </Stack>
      )}
    </Part>
  );
}
