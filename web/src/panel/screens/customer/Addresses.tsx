import { Anchor, Badge, Group, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { channels } from '../customers/words';
import css from '../order/Order.module.css';
import { Part, Read } from '../order/Part';
import { useAddresses } from './data';

/** Addresses are where a customer writes from, with their conversations. */
export function Addresses({ id }: { id: string }) {
  const { t, i18n } = useLingui();
  return (
    <Part title={t`Channels`}>
      <Read of={useAddresses(id)}>
        {(all) =>
          all.length === 0 ? (
            <Text c="dimmed" size="sm">
              <Trans>There is no way left to reach them.</Trans>
            </Text>
          ) : (
            <ul className={css.plain}>
              {all.map((a) => (
                <li key={a.id} className={css.row}>
                  <Group justify="space-between" gap="xs">
                    <Text size="sm" fw={550}>
                      {channels[a.channel] ? i18n._(channels[a.channel]!) : a.channel}
                      {a.username && ` · @${a.username}`}
                    </Text>
                    {a.blocked && (
                      <Badge color="red" variant="light" tt="none">
                        <Trans>Has blocked the shop</Trans>
                      </Badge>
                    )}
                  </Group>
                  <Group gap="md">
                    {(a.conversations ?? []).map((c) => (
                      <Group key={c.id} gap="xs">
                        <Anchor href={`#/inbox/${c.id}`} size="sm" className={css.back}>
                          <Trans>Open the conversation</Trans>
                        </Anchor>
                        {!c.window.always && !c.window.open && (
                          <Text size="xs" c="dimmed">
                            <Trans>the reply window is closed</Trans>
                          </Text>
                        )}
                      </Group>
                    ))}
                  </Group>
                </li>
              ))}
            </ul>
          )
        }
      </Read>
    </Part>
  );
}
