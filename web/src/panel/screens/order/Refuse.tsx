import { Button, Modal, Stack, Textarea } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { Refusal } from '../../ui/Refusal';
import { useAct, type Return } from './data';

/** Refuse refuses a return, with the reason that the customer is told. */
export function Refuse({ back, close }: { back: Return; close: () => void }) {
  const { t } = useLingui();
  const [why, setWhy] = useState('');
  const act = useAct(
    () => got(api.POST('/api/v1/orders/{id}/returns/{part}/refuse', { params: { path: { id: back.order_id, part: back.id } }, body: { why: why.trim() } })),
    () => (close(), { message: t`The return is refused` }),
  );
  return (
    <Modal opened onClose={close} title={t`Refuse the return`} closeButtonProps={{ 'aria-label': t`Close` }} centered>
      <Stack>
        <Textarea label={t`Why`} description={t`The customer reads this`} required value={why} onChange={(e) => setWhy(e.target.value)} maxLength={500} autosize minRows={2} data-autofocus />
        <Refusal error={act.error} />
        <Button color="red" loading={act.isPending} disabled={!why.trim()} onClick={() => act.mutate()}>
          <Trans>Refuse</Trans>
        </Button>
      </Stack>
    </Modal>
  );
}
