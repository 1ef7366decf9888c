import { Group, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Status } from '../../ui/Status';
import { When } from '../../ui/When';
import { usePart } from './data';
import css from './Order.module.css';
import { Part, Read } from './Part';
import { events, notices } from './words';

/** Notices are what people were told of the order, and whether it reached them. */
export function Notices({ id }: { id: string }) {
  const { t, i18n } = useLingui();
  const read = usePart(id, 'notices');
  return (
    <Part title={t`Who was told`}>
      <Read of={read}>
        {(all) =>
          all.length === 0 ? (
            <Text c="dimmed" size="sm">
              <Trans>Nobody was told anything yet.</Trans>
            </Text>
          ) : (
            <ul className={css.plain}>
              {all.map((n) => (
                <li key={n.id} className={css.row}>
                  <Group justify="space-between" gap="xs">
                    <Text size="sm">{events[n.event] ? i18n._(events[n.event]!) : n.event}</Text>
                    <Status word={n.state} of={notices} />
                  </Group>
                  <Text size="xs" c="dimmed">
                    {n.audience === 'customer' ? <Trans>to the customer</Trans> : <Trans>to the staff</Trans>} · <When at={n.updated_at} />
                    {n.reason && ` · ${n.reason}`}
                  </Text>
                </li>
              ))}
            </ul>
          )
        }
      </Read>
    </Part>
  );
}
