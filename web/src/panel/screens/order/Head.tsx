import { Button, Menu, VisuallyHidden } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconCheck, IconDots, IconPencil, IconPrinter, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { Cancel } from './Cancel';
import { tag, useAct, type Order } from './data';
import { Edit } from './Edit';
import { steps } from './may';

/** Head is what can be done with the order as a whole. */
export function Head({ order }: { order: Order }) {
  const { t } = useLingui();
  const write = useMay('orders:write');
  const can = steps(order);
  const [open, setOpen] = useState<'edit' | 'cancel' | null>(null);
  const at = { params: { path: { id: order.id }, header: { 'If-Match': tag(order) } } };
  const place = useAct(
    () => got(api.POST('/api/v1/orders/{id}/place', at)),
    () => ({ message: t`The order is placed` }),
  );
  const complete = useAct(
    () => got(api.POST('/api/v1/orders/{id}/complete', at)),
    () => ({ message: t`The order is completed` }),
  );
  return (
    <>
      <Refusal error={place.error ?? complete.error} />
      {write && can.place && (
        <Button leftSection={<IconCheck size={16} aria-hidden />} loading={place.isPending} onClick={() => place.mutate()}>
          <Trans>Place the order</Trans>
        </Button>
      )}
      {write && can.complete && (
        <Button variant="default" leftSection={<IconCheck size={16} aria-hidden />} loading={complete.isPending} onClick={() => complete.mutate()}>
          <Trans>Complete</Trans>
        </Button>
      )}
      {write && can.edit && (
        <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setOpen('edit')}>
          <Trans>Change</Trans>
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="xs">
            <IconDots size={18} aria-hidden />
            <VisuallyHidden>
              <Trans>More</Trans>
            </VisuallyHidden>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to={`/orders/${order.id}/print`} leftSection={<IconPrinter size={16} aria-hidden />}>
            <Trans>Print</Trans>
          </Menu.Item>
          {write && can.cancel && (
            <Menu.Item color="red" leftSection={<IconX size={16} aria-hidden />} onClick={() => setOpen('cancel')}>
              <Trans>Cancel the order</Trans>
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {open === 'edit' && <Edit order={order} close={() => setOpen(null)} />}
      {open === 'cancel' && <Cancel order={order} close={() => setOpen(null)} />}
    </>
  );
}
