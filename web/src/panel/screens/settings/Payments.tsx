import { Badge, Group, Skeleton, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay } from '../../app/Guard';
import { Money } from '../../ui/Money';
import { Refusal } from '../../ui/Refusal';
import { Area } from './Area';
import { Form } from './Form';
import { Section } from './Section';

/** Payments are the ways to pay that are set up, and what becomes of money that an order does not need. */
export function Payments() {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const may = useMay('orders:read');
  const rules = useQuery({ queryKey: keys.orders.rules, queryFn: () => got(api.GET('/api/v1/order-rules')), enabled: may });
  return (
    <Area title={t`Money`}>
      {may && (
        <Section title={t`Ways to pay`} about={t`Providers are set up on the server, where their keys are: see “prilavok doctor” there.`}>
          {rules.isPending && <Skeleton h={60} />}
          <Refusal error={rules.error} />
          <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {(rules.data?.ways ?? []).map((w) => (
              <Group key={w.method} component="li" gap="xs">
                <Text>{w.title[lang]}</Text>
                <Badge variant="default" tt="none">
                  {w.online ? t`by a link` : t`by hand`}
                </Badge>
              </Group>
            ))}
          </Stack>
          {rules.data?.refund_limit && (
            <Text size="sm" c="dimmed">
              <Trans>
                Operators give back up to <Money sum={rules.data.refund_limit} /> of one order.
              </Trans>
            </Text>
          )}
        </Section>
      )}
      <Form wanted={(s) => s.group === 'payments'} />
    </Area>
  );
}
