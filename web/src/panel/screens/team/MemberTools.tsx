import { ActionIcon, Button, Group, Menu, Select, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconDots, IconKey, IconUserOff } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Role } from '../../api/auth';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { proved } from '../../api/prove';
import { Refusal } from '../../ui/Refusal';
import { Sheet } from '../../ui/Sheet';
import { done } from '../../ui/undo';
import type { Member } from './Members';
import { roles } from './words';

interface Props {
  member: Member;
  /** tell shows the link to a new password. */
  tell: (link: string) => void;
}

/** MemberTools are what an owner may do about a member. */
export function MemberTools({ member, tell }: Props) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const [leaving, setLeaving] = useState(false);
  const at = { params: { path: { id: member.id } } };
  const fresh = () => client.invalidateQueries({ queryKey: keys.members });
  const give = (role: Role) => proved(() => got(api.PATCH('/api/v1/members/{id}', { ...at, body: { role } })));
  const role = useMutation({
    mutationFn: give,
    onSuccess: async () => {
      await fresh();
      done(t`${member.name || member.email} has another role`, { label: t`Undo`, run: () => void give(member.role as Role).then(fresh) });
    },
  });
  const reset = useMutation({
    mutationFn: () => proved(() => got(api.POST('/api/v1/members/{id}/reset', at))),
    onSuccess: ({ link }) => link && tell(link),
  });
  const end = useMutation({
    mutationFn: () => proved(() => got(api.POST('/api/v1/members/{id}/end', at))),
    onSuccess: async () => {
      setLeaving(false);
      await fresh();
    },
  });
  return (
    <Stack gap="xs">
      <Group gap="xs" wrap="nowrap">
        <Select
          aria-label={t`Role of ${member.name || member.email}`}
          data={(Object.keys(roles) as Role[]).map((value) => ({ value, label: i18n._(roles[value].label) }))}
          value={member.role}
          onChange={(v) => v && v !== member.role && role.mutate(v as Role)}
          allowDeselect={false}
          disabled={role.isPending}
          w={150}
        />
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" size={44} aria-label={t`More about ${member.name || member.email}`}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => reset.mutate()}>
              <Trans>Link to a new password</Trans>
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconUserOff size={16} aria-hidden />} onClick={() => setLeaving(true)}>
              <Trans>Take all rights away</Trans>
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      <Refusal error={role.error ?? reset.error} />
      <Sheet title={t`Take all rights away?`} opened={leaving} close={() => setLeaving(false)}>
        <Stack>
          <Text>
            <Trans>{member.name || member.email} is signed out at once and can no longer open this shop. What they did stays in the log.</Trans>
          </Text>
          <Refusal error={end.error} />
          <Button color="red" loading={end.isPending} onClick={() => end.mutate()}>
            <Trans>Take all rights away</Trans>
          </Button>
        </Stack>
      </Sheet>
    </Stack>
  );
}
