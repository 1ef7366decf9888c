import { Badge, Button, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlugConnected } from '@tabler/icons-react';
import { useState } from 'react';
import { Refusal } from '../../ui/Refusal';
import { Sheet } from '../../ui/Sheet';
import { done } from '../../ui/undo';
import { Section } from '../settings/Section';
import { connect, usePaying, type Account, type Provider } from './data';
import { KeysForm } from './KeysForm';

/** Connect shows the services that can still be connected, and what each can do. */
export function Connect({ kinds, connected }: { kinds: Provider[]; connected: (id: string) => void }) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const [open, setOpen] = useState<Provider | null>(null);
  const after = (a: Account) => {
    setOpen(null);
    connected(a.id);
    if (a.checked?.ok) done(t`Connected: customers are offered it`);
  };
  const plain = usePaying((provider: string) => connect({ provider }), after);
  const begin = (k: Provider) => (k.keys?.length ? setOpen(k) : plain.mutate(k.provider));
  if (kinds.length === 0) return null;
  return (
    <Section title={t`Connect a service`} about={t`Its keys are kept sealed, and never shown again.`}>
      <Refusal error={plain.error} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {kinds.map((k) => (
          <Paper key={k.provider} withBorder p="sm" component="li">
            <Stack gap="xs" h="100%" justify="space-between">
              <div>
                <Text fw={550}>{k.title[lang]}</Text>
                <Can kind={k} />
              </div>
              {k.fits ? (
                <Group>
                  <Button variant="light" loading={plain.isPending && plain.variables === k.provider} leftSection={<IconPlugConnected size={16} aria-hidden />} aria-label={t`Connect ${k.title[lang] ?? ''}`} onClick={() => begin(k)}>
                    <Trans>Connect</Trans>
                  </Button>
                </Group>
              ) : (
                <Text size="sm" c="dimmed">
                  <Trans>Takes only {(k.currencies ?? []).join(', ')}</Trans>
                </Text>
              )}
            </Stack>
          </Paper>
        ))}
      </SimpleGrid>
      <Sheet title={open?.title[lang] ?? ''} opened={open !== null} close={() => setOpen(null)}>
        {open && <KeysForm kind={open} label={t`Connect`} send={(body) => connect({ provider: open.provider, ...body })} after={after} />}
      </Sheet>
    </Section>
  );
}

/** Can is what a service can do, in a few words. */
export function Can({ kind: k }: { kind: Provider }) {
  const { t } = useLingui();
  const words = [
    k.manual && t`people note what was paid`,
    k.inside && t`paid inside Telegram`,
    k.two_stage && t`holds money first`,
    k.partial_refunds ? t`gives back in parts` : k.refunds && t`gives back whole sums`,
    k.receipts && t`fiscal receipts`,
  ].filter((w) => typeof w === 'string');
  return (
    <Group gap={4} mt={4}>
      {words.map((w) => (
        <Badge key={w} variant="default" tt="none" fw={500}>
          {w}
        </Badge>
      ))}
    </Group>
  );
}
