import { Avatar, Badge, Group, Skeleton, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Role } from '../../api/auth';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import type { components } from '../../api/schema.gen';
import { useMay, useMe } from '../../app/Guard';
import { Failed } from '../../ui/Failed';
import { Once } from '../../ui/Once';
import { Section } from '../../ui/Section';
import { When } from '../../ui/When';
import { MemberTools } from './MemberTools';
import { roles } from './words';

export type Member = components['schemas']['Member'];

/** Members are the people of the shop; an owner gives roles, new passwords and farewells. */
export function Members() {
  const { t } = useLingui();
  const [link, setLink] = useState<{ name: string; link: string } | null>(null);
  const list = useQuery({ queryKey: keys.members, queryFn: () => got(api.GET('/api/v1/members')) });
  const all = list.data?.items ?? [];
  const here = all.filter((m) => !m.ended_at);
  const gone = all.filter((m) => m.ended_at);
  return (
    <Section title={t`People`}>
      {list.error && <Failed error={list.error} again={() => void list.refetch()} />}
      {list.isPending && <Skeleton h={120} role="status" aria-label={t`Loading`} />}
      {link && <Once label={t`Link to a new password for ${link.name}`} value={link.link} note={t`Give it to them yourself. It works once, within a day; the second step is switched off by it.`} />}
      {here.map((m) => (
        <Line key={m.id} member={m} tell={(link) => setLink({ name: m.name || m.email, link })} />
      ))}
      {gone.length > 0 && (
        <details>
          <Text component="summary" size="sm" py="xs">
            <Trans>Those who have left: {gone.length}</Trans>
          </Text>
          <Stack gap="xs">
            {gone.map((m) => (
              <Text key={m.id} size="sm" c="dimmed">
                {m.name || m.email} · <When at={m.ended_at ?? m.created_at} />
              </Text>
            ))}
          </Stack>
        </details>
      )}
    </Section>
  );
}

function Line({ member, tell }: { member: Member; tell: (link: string) => void }) {
  const { i18n } = useLingui();
  const me = useMe().member.id === member.id;
  const write = useMay('staff:write');
  const word = roles[member.role as Role];
  return (
    <Group justify="space-between" gap="xs" data-member>
      <Group gap="sm" wrap="nowrap" miw={0} flex="1 1 200px">
        <Avatar name={member.name || member.email} color="initials" radius="xl" size={36} aria-hidden />
        <Stack gap={0} miw={0}>
          <Text truncate fw={550}>
            {member.name || member.email} {me && <Trans>(you)</Trans>}
          </Text>
          <Text size="sm" c="dimmed" truncate>
            {member.email}
          </Text>
        </Stack>
      </Group>
      {write ? (
        <MemberTools member={member} tell={tell} />
      ) : (
        <Badge variant="light" color={word?.color ?? 'gray'} tt="none">
          {word ? i18n._(word.label) : member.role}
        </Badge>
      )}
    </Group>
  );
}
