import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { api } from '../../api/client';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { When } from '../../ui/When';
import { problems } from '../orders/problems';
import { useAct, usePart } from './data';

/** Problems are what somebody has to look at about the order's money. */
export function Problems({ id }: { id: string }) {
  const { t, i18n } = useLingui();
  const read = usePart(id, 'problems');
  const write = useMay('payments:write');
  const act = useAct(
    (problem: string) => api.POST('/api/v1/payment-problems/{id}/resolve', { params: { path: { id: problem } } }),
    () => ({ message: t`Noted that you have looked at it` }),
  );
  const all = read.data ?? [];
  if (all.length === 0) return null;
  return (
    <Alert color="red" title={t`Look at the money of this order`} role="region" aria-label={t`Problems with money`}>
      <Stack gap="xs">
        {all.map((p) => (
          <Group key={p.id} justify="space-between" gap="xs">
            <Text size="sm">
              {problems[p.kind] ? i18n._(problems[p.kind]!) : p.kind} · <When at={p.created_at} />
            </Text>
            {write && (
              <Button size="compact-md" variant="default" loading={act.isPending && act.variables === p.id} onClick={() => act.mutate(p.id)}>
                <Trans>I have looked at it</Trans>
              </Button>
            )}
          </Group>
        ))}
        <Refusal error={act.error} />
      </Stack>
    </Alert>
  );
}
