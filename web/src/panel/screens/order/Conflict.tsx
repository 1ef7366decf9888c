import { Alert, Button, List, Stack, Text } from '@mantine/core';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Problem } from '../../api/problem';
import { Refusal } from '../../ui/Refusal';
import type { Order } from './data';
import { differs, type Differs } from './edit';

const names: Record<Differs, MessageDescriptor> = {
  status: msg`the status of the order`,
  payment: msg`the payment`,
  parcels: msg`the parcels`,
  lines: msg`the goods`,
  total: msg`the total`,
  address: msg`the delivery and the address`,
  recipient: msg`the recipient`,
  comment: msg`the comment`,
  stage: msg`the stage`,
};

/** isStale reports whether a change was refused because somebody was faster. */
export const isStale = (error: unknown): boolean => error instanceof Problem && error.status === 412;

interface Props {
  error: unknown;
  /** was is what the person has seen, is what there is now. */
  was: Order;
  is: Order;
  /** again goes on with what is now, and keeps what was typed. */
  again: (() => void) | undefined;
}

/** Conflict tells what somebody else has changed meanwhile; any other refusal it tells as such. */
export function Conflict({ error, was, is, again }: Props) {
  const { i18n } = useLingui();
  if (!error) return null;
  if (!again) return <Refusal error={error} />;
  const what = differs(was, is);
  return (
    <Alert color="orange" role="alert" title={<Trans>Somebody changed this order meanwhile</Trans>}>
      <Stack gap="xs" align="flex-start">
        {what.length > 0 && (
          <>
            <Text size="sm">
              <Trans>These are not what you saw:</Trans>
            </Text>
            <List size="sm">
              {what.map((w) => (
                <List.Item key={w}>{i18n._(names[w])}</List.Item>
              ))}
            </List>
          </>
        )}
        <Button size="compact-md" variant="default" onClick={again} disabled={was.revision === is.revision}>
          <Trans>Show the order as it is now; what I typed stays</Trans>
        </Button>
      </Stack>
    </Alert>
  );
}
