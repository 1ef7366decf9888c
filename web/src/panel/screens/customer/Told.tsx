import { Anchor, Group, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Status } from '../../ui/Status';
import { When } from '../../ui/When';
import css from '../order/Order.module.css';
import { Part, Read } from '../order/Part';
import { events, notices } from '../order/words';
import { useTold } from './data';

/** Told is what a customer was told of their orders, and whether it reached them. */
export function Told({ id }: { id: string }) {
  const { t, i18n } = useLingui();
  return (
    <Part title={t`Notices`}>
      <Read of={useTold(id)}>
        {(all) =>
          all.length === 0 ? (
            <Text c="dimmed" size="sm">
              <Trans>They were told nothing yet.</Trans>
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
                    <When at={n.at} />
                    {n.reason && ` · ${n.reason}`}
                    {n.order_id && (
                      <>
                        {' · '}
                        <Anchor href={`#/orders/${n.order_id}`} size="xs">
                          <Trans>Open the order</Trans>
                        </Anchor>
                      </>
                    )}
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
