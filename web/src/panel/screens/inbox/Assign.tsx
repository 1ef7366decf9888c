import { ActionIcon, Menu } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconCheck, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay, useMe } from '../../app/Guard';
import { api, got } from '../../api/client';
import type { Conversation } from '../../api/desk';
import { keys } from '../../api/keys';
import type { Actions } from './useActions';

/** Assign says who is to answer. */
export function Assign({ c, actions }: { c: Conversation; actions: Actions }) {
  const { t } = useLingui();
  const { member } = useMe();
  const all = useMay('staff:read');
  const [opened, setOpened] = useState(false);
  const staff = useQuery({
    queryKey: keys.members,
    enabled: opened && all,
    staleTime: 60_000,
    queryFn: () => got(api.GET('/api/v1/members')),
  });
  const others = (staff.data?.items ?? []).filter((m) => m.id !== member.id && !m.ended_at && m.role !== 'viewer');
  const choices: { id: string | null; name: string }[] = [
    { id: member.id, name: t`Me` },
    ...others.map((m) => ({ id: m.id, name: m.name || m.email })),
    { id: null, name: t`Nobody` },
  ];
  return (
    <Menu position="bottom-end" opened={opened} onChange={setOpened}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={44} aria-label={t`Assign`}>
          <IconUserPlus size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t`Who answers`}</Menu.Label>
        {choices.map((m) => (
          <Menu.Item
            key={m.id ?? ''}
            rightSection={(c.assignee?.id ?? null) === m.id ? <IconCheck size={16} aria-hidden /> : null}
            onClick={() => actions.assign(m.id)}
          >
            {m.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
