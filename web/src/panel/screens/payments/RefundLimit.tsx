import { Text } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Money } from '../../ui/Money';

/** RefundLimit says how much operators may give back, where there is a limit. */
export function RefundLimit() {
  const rules = useQuery({ queryKey: keys.orders.rules, queryFn: () => got(api.GET('/api/v1/order-rules')) });
  const limit = rules.data?.refund_limit;
  if (!limit) return null;
  return (
    <Text size="sm" c="dimmed">
      <Trans>
        Operators give back up to <Money sum={limit} /> of one order.
      </Trans>
    </Text>
  );
}
