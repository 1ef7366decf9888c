import { Skeleton, Table, Text, VisuallyHidden } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconCheck, IconEye } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Role } from '../../api/auth';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Section } from '../../ui/Section';
import { areas, roles } from './words';

/** Roles explains what each may do, as the API grants it. */
export function Roles() {
  const { t, i18n } = useLingui();
  const list = useQuery({ queryKey: keys.roles, queryFn: () => got(api.GET('/api/v1/roles')), staleTime: Infinity });
  const all = list.data?.items ?? [];
  return (
    <Section title={t`What each role may do`}>
      {list.isPending && <Skeleton h={320} role="status" aria-label={t`Loading`} />}
      {all.map(({ role }) => (
        <Text size="sm" key={role}>
          <b>{i18n._(roles[role as Role].label)}.</b> {i18n._(roles[role as Role].about)}
        </Text>
      ))}
      {all.length > 0 && (
        <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': t`What each role may do` } }}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t`Area`}</Table.Th>
                {all.map(({ role }) => (
                  <Table.Th key={role}>{i18n._(roles[role as Role].label)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {areas.map((a) => (
                <Table.Tr key={`${a.read}${a.write}`}>
                  <Table.Th scope="row" fw={400}>
                    {i18n._(a.label)}
                  </Table.Th>
                  {all.map(({ role, scopes }) => (
                    <Table.Td key={role}>
                      <Right reads={has(scopes, a.read)} writes={has(scopes, a.write)} whole={a.write === undefined} />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}

const has = (scopes: string[] | null, scope: string | undefined): boolean => scope !== undefined && (scopes ?? []).includes(scope);

function Right({ reads, writes, whole }: { reads: boolean; writes: boolean; whole: boolean }) {
  if (writes || (reads && whole)) {
    return (
      <>
        <IconCheck size={18} aria-hidden />
        <VisuallyHidden>
          <Trans>yes</Trans>
        </VisuallyHidden>
      </>
    );
  }
  if (reads) {
    return (
      <>
        <IconEye size={18} aria-hidden stroke={1.5} />
        <VisuallyHidden>
          <Trans>only looks</Trans>
        </VisuallyHidden>
      </>
    );
  }
  return (
    <>
      <span aria-hidden>—</span>
      <VisuallyHidden>
        <Trans>no</Trans>
      </VisuallyHidden>
    </>
  );
}
