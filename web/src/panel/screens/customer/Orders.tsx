import { Anchor, Group, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Money } from '../../ui/Money';
import { Status } from '../../ui/Status';
import { When } from '../../ui/When';
import css from '../order/Order.module.css';
import { Part, Read } from '../order/Part';
import { payment, status } from '../orders/words';

const shown = 10;

/** Orders are the last ones of a customer. */
export function Orders({ id }: { id: string }) {
  const { t } = useLingui();
  const read = useQuery({
    queryKey: keys.orders.of(id),
    queryFn: () => got(api.GET('/api/v1/orders', { params: { query: { contact_id: id, limit: shown } } })),
  });
  return (
    <Part
      title={t`Orders`}
      action={
        read.data?.next && (
          <Anchor component={Link} to="/orders" search={{ contact_id: id } as never} size="sm" className={css.back}>
            <Trans>All orders</Trans>
          </Anchor>
        )
      }
    >
      <Read of={read}>
        {({ items }) =>
          !items?.length ? (
            <Text c="dimmed" size="sm">
              <Trans>Nothing bought yet.</Trans>
            </Text>
          ) : (
            <ul className={css.plain}>
              {items.map((o) => (
                <li key={o.id} className={css.row}>
                  <Group justify="space-between" gap="xs">
                    <Anchor href={`#/orders/${o.id}`} fw={600} size="sm" className={css.back}>
                      {o.number}
                    </Anchor>
                    {o.status === 'placed' ? <Status word={o.payment_status} of={payment} /> : <Status word={o.status} of={status} />}
                    <Text size="xs" c="dimmed">
                      <When at={o.placed_at ?? o.created_at} />
                    </Text>
                    <Money sum={o.total} fw={600} />
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
