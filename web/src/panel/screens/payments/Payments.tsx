import { Alert, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../app/Guard';
import { Failed } from '../../ui/Failed';
import { Refusal } from '../../ui/Refusal';
import { Sheet } from '../../ui/Sheet';
import { Still } from '../../ui/Still';
import { Area } from '../settings/Area';
import { Form } from '../settings/Form';
import { Section } from '../settings/Section';
import { moved } from '../settings/Stages';
import { AccountSheet } from './AccountSheet';
import { Connect } from './Connect';
import { accounts, providers, reorder, usePaying } from './data';
import { RefundLimit } from './RefundLimit';
import { Row } from './Row';

/** Payments are the ways to pay, each with its keys and how it is used, and what becomes of money that an order does not need. */
export function Payments() {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const owner = useMay('secrets:write');
  const have = useQuery(accounts);
  const kinds = useQuery(providers);
  const [open, setOpen] = useState<string | null>(null);
  const put = usePaying(reorder);
  const list = have.data ?? [];
  const of = (provider: string) => kinds.data?.find((k) => k.provider === provider);
  const error = have.error ?? kinds.error;
  const opened = list.find((a) => a.id === open);
  const kind = opened && of(opened.provider);
  const ready = have.data && kinds.data;
  return (
    <Area title={t`Money`}>
      {error && !ready && <Failed error={error} again={() => (void have.refetch(), void kinds.refetch())} />}
      <Still>
        <Stack gap="lg">
          {ready && (
            <Section title={t`Ways to pay`} about={t`Customers choose from these, in this order.`}>
              {list.length === 0 && (
                <Alert icon={<IconInfoCircle aria-hidden />} title={t`Nothing is connected yet`}>
                  <Text size="sm">
                    <Trans>Orders are paid on delivery. Connect a service below to take money by a link.</Trans>
                  </Text>
                </Alert>
              )}
              <Refusal error={put.error} />
              <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
                {list.map((a, i) => {
                  const k = of(a.provider);
                  const move = (by: 1 | -1) => put.mutate(moved(list, i, by).map((x) => x.id));
                  return <li key={a.id}>{k && <Row account={a} kind={k} first={i === 0} last={i === list.length - 1} move={move} open={owner ? () => setOpen(a.id) : undefined} />}</li>;
                })}
              </Stack>
              <RefundLimit />
            </Section>
          )}
          {ready && owner && <Connect kinds={(kinds.data ?? []).filter((k) => !list.some((a) => a.provider === k.provider))} connected={setOpen} />}
          <Form wanted={(s) => s.group === 'payments'} />
        </Stack>
      </Still>
      <Sheet title={kind?.title[lang] ?? ''} opened={Boolean(opened && kind)} close={() => setOpen(null)}>
        {opened && kind && <AccountSheet key={opened.id} account={opened} kind={kind} close={() => setOpen(null)} />}
      </Sheet>
    </Area>
  );
}
