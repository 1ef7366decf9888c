import { AppShell, Badge, Box, Group, Indicator, NavLink, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { Plural, useLingui } from '@lingui/react/macro';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { counted, useWaiting } from '../ui/title';
import { Bell } from './Bell';
import { Desk } from './Desk';
import { useMe } from './Guard';
import { nav, type Place } from './nav';
import { Account } from './Account';
import { Prove } from './Prove';
import { SignedOut } from './SignedOut';
import css from './Shell.module.css';

/** tabs is how many places stand below the page on a phone; the others are in the menu of the person. */
export const tabs = 5;

/** at tells whether a place is where the person is. */
export function at(place: string, path: string): boolean {
  return place === '/' ? path === '/' : path === place || path.startsWith(`${place}/`);
}

/** Shell is the frame of all screens: a menu at the side, on a phone a row of tabs below. */
export function Shell() {
  const { t } = useLingui();
  const me = useMe();
  const places = nav.filter((p) => !p.scope || me.scopes.includes(p.scope));
  return (
    <AppShell
      layout="alt"
      navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: true } }}
      header={{ height: 52 }}
      footer={{ height: { base: 56, sm: 0 } }}
      padding={0}
    >
      <AppShell.Header className={css.bar}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Text fw={650} truncate>
            {me.shop.name}
          </Text>
          <Group gap={4} wrap="nowrap">
            <Bell />
            <Account places={places.slice(tabs)} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" visibleFrom="sm" className={css.bar} component="nav" aria-label={t`Menu`}>
        <Text fw={700} px="sm" py="xs" c="counter">
          Prilavok
        </Text>
        {places.map((p) => (
          <Entry key={p.to} place={p} />
        ))}
      </AppShell.Navbar>
      <AppShell.Main className={css.main}>
        <Outlet />
      </AppShell.Main>
      <AppShell.Footer hiddenFrom="sm" className={css.bar} component="nav" aria-label={t`Tabs`}>
        <Group h="100%" gap={0} grow wrap="nowrap">
          {places.slice(0, tabs).map((p) => (
            <Tab key={p.to} place={p} />
          ))}
        </Group>
      </AppShell.Footer>
      {me.scopes.includes('conversations:read') && <Desk />}
      <Prove />
      <SignedOut />
    </AppShell>
  );
}

function Entry({ place }: { place: Place }) {
  const { i18n } = useLingui();
  const waiting = useWaiting();
  const n = place.counts ? waiting : 0;
  const here = at(place.to, useLocation().pathname);
  return (
    <NavLink
      component={Link}
      to={place.to}
      label={i18n._(place.label)}
      leftSection={<place.icon size={19} stroke={1.7} aria-hidden />}
      rightSection={n ? (
        <Badge circle={n < 10} size="md">
          <Number n={n} />
        </Badge>
      ) : null}
      active={here}
      aria-current={here ? 'page' : undefined}
      className={css.entry}
    />
  );
}

function Tab({ place }: { place: Place }) {
  const { i18n } = useLingui();
  const waiting = useWaiting();
  const n = place.counts ? waiting : 0;
  const here = at(place.to, useLocation().pathname);
  return (
    <UnstyledButton component={Link} to={place.to} className={css.tab} aria-current={here ? 'page' : undefined} data-here={here || undefined}>
      <Indicator label={n ? <Number n={n} /> : null} size={16} disabled={!n} offset={2}>
        <place.icon size={21} stroke={1.7} aria-hidden />
      </Indicator>
      <Box component="span">{i18n._(place.label)}</Box>
    </UnstyledButton>
  );
}

/** Number is how many wait, for eyes and for ears. */
function Number({ n }: { n: number }) {
  return (
    <>
      <span aria-hidden>{counted(n)}</span>
      <VisuallyHidden>
        <Plural value={n} one="# waits for an answer" other="# wait for an answer" />
      </VisuallyHidden>
    </>
  );
}
