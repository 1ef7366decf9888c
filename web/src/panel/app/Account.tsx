import { Avatar, Menu, SegmentedControl, UnstyledButton, useMantineColorScheme, VisuallyHidden, type MantineColorScheme } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { auth } from '../api/auth';
import { Language } from './Language';
import { useMe } from './Guard';
import type { Place } from './nav';
import css from './Shell.module.css';

/** Account is the menu of the person: their account, language, color scheme, the way out; on a phone also the places without a tab. */
export function Account({ places }: { places: Place[] }) {
  const { t, i18n } = useLingui();
  const { member } = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const client = useQueryClient();
  const navigate = useNavigate();
  const out = async () => {
    await auth.signOut();
    await navigate({ to: '/sign-in' });
    client.clear();
  };
  return (
    <Menu position="bottom-end" width={260} closeOnItemClick>
      <Menu.Target>
        <UnstyledButton className={css.account}>
          <Avatar name={member.name || member.email} color="initials" radius="xl" size={34} />
          <VisuallyHidden>
            <Trans>Your account</Trans>
          </VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{member.name || member.email}</Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUserCircle size={16} aria-hidden />}>
          <Trans>Account and security</Trans>
        </Menu.Item>
        {places.map((p) => (
          <Menu.Item key={p.to} hiddenFrom="sm" component={Link} to={p.to} leftSection={<p.icon size={16} aria-hidden />}>
            {i18n._(p.label)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>
          <Language fullWidth />
        </Menu.Label>
        <Menu.Label>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t`Color scheme`}
            value={colorScheme}
            onChange={(v) => setColorScheme(v as MantineColorScheme)}
            data={[
              { value: 'auto', label: t`Auto` },
              { value: 'light', label: t`Light` },
              { value: 'dark', label: t`Dark` },
            ]}
          />
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void out()}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
