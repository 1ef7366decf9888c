import { UnstyledButton } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMe } from '../../app/Guard';
import { nav } from '../../app/nav';

/** Place leads to a screen, where there is one that the person may see; else it only shows. */
export function Place({ to, children }: { to: string; children: ReactNode }) {
  const { scopes } = useMe();
  const known = to in useRouter().routesByPath;
  const scope = nav.find((p) => p.to === to)?.scope;
  if (!known || (scope && !scopes.includes(scope))) return <div>{children}</div>;
  return (
    <UnstyledButton component={Link} to={to} mih={44} display="block">
      {children}
    </UnstyledButton>
  );
}
