import { Button, Group } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { api, got } from '../../api/client';
import { Refusal } from '../../ui/Refusal';
import { useAct, type Operation } from './data';

/** Confirm asks a person whether money that moves by hand has really moved. */
export function Confirm({ operation }: { operation: Operation }) {
  const { t } = useLingui();
  const act = useAct(
    (yes: boolean) => got(api.POST('/api/v1/operations/{id}/confirm', { params: { path: { id: operation.id } }, body: { done: yes } })),
    () => ({ message: t`Noted` }),
  );
  return (
    <>
      <Group gap={6}>
        <Button size="compact-sm" loading={act.isPending} onClick={() => act.mutate(true)}>
          <Trans>It is done</Trans>
        </Button>
        <Button size="compact-sm" variant="default" disabled={act.isPending} onClick={() => act.mutate(false)}>
          <Trans>It did not happen</Trans>
        </Button>
      </Group>
      <Refusal error={act.error} />
    </>
  );
}
