import { Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { UseQueryResult } from '@tanstack/react-query';
import { Big } from './Big';
import type { Filter, TalksReport } from './filter';
import { Part } from './Part';
import { reasons, share } from './words';

/** Automation is how much went without people, and why the rest did not. */
export function Automation({ filter, read }: { filter: Filter; read: UseQueryResult<TalksReport> }) {
  const { t, i18n } = useLingui();
  return (
    <Part title={t`Without people`} of={['automation', 'handoffs', 'handled']} report="automation" filter={filter} read={read} height={220}>
      {(r) =>
        r.conversations === 0 ? (
          <Text c="dimmed">
            <Trans>No customer wrote in these days.</Trans>
          </Text>
        ) : (
          <Stack gap="sm">
            <SimpleGrid cols={2}>
              <Big value={share(r.automation, i18n.locale)} label={t`Answered by the assistant alone`}>
                <Plural value={r.conversations} one="of # conversation" few="of # conversations" other="of # conversations" />
              </Big>
              <Big value={share(r.handled, i18n.locale)} label={t`Messages answered`}>
                {r.waiting === 0 ? <Trans>all of them</Trans> : <Plural value={r.waiting} one="# without an answer" few="# without an answer" other="# without an answer" />}
              </Big>
            </SimpleGrid>
            <Text fw={600} size="sm">
              <Trans>Handed over to people: {new Intl.NumberFormat(i18n.locale).format(r.handoffs)}</Trans>
            </Text>
            {(r.reasons ?? []).map((x) => (
              <Group key={x.reason} justify="space-between" gap="xs" wrap="nowrap">
                <Text size="sm">{reasons[x.reason] ? i18n._(reasons[x.reason]!) : x.reason}</Text>
                <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>
                  {new Intl.NumberFormat(i18n.locale).format(x.n)}
                </Text>
              </Group>
            ))}
          </Stack>
        )
      }
    </Part>
  );
}
