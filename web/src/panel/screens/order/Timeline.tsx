import { Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay } from '../../app/Guard';
import { When } from '../../ui/When';
import { usePart } from './data';
import css from './Order.module.css';
import { Part, Read } from './Part';
import { actors, events } from './words';

/** Timeline is what happened to an order, newest first: who, what, when, why. */
export function Timeline({ id }: { id: string }) {
  const { t, i18n } = useLingui();
  const read = usePart(id, 'timeline');
  const may = useMay('staff:read');
  const staff = useQuery({ queryKey: keys.orders.staff, queryFn: () => got(api.GET('/api/v1/members')).then((p) => p.items ?? []), enabled: may, staleTime: 300_000 });
  const names = new Map(staff.data?.map((m) => [m.id, m.name || m.email]));
  return (
    <Part title={t`History`}>
      <Read of={read} height={160}>
        {(all) => (
          <ol className={css.plain}>
            {[...all].reverse().map((e) => (
              <li key={e.id} className={css.event}>
                <Text size="sm" fw={550}>
                  {events[e.what] ? i18n._(events[e.what]!) : e.what}
                </Text>
                <Text size="xs" c="dimmed">
                  <When at={e.at} /> · {names.get(e.by_id ?? '') ?? (actors[e.by] ? i18n._(actors[e.by]!) : e.by)}
                </Text>
                {e.why && <Text size="sm">{e.why}</Text>}
              </li>
            ))}
            {all.length === 0 && (
              <li>
                <Trans>Nothing has happened yet.</Trans>
              </li>
            )}
          </ol>
        )}
      </Read>
    </Part>
  );
}
