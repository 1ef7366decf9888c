import { Badge, Group, Skeleton, Stack, Switch } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMay } from '../../app/Guard';
import { Failed } from '../../ui/Failed';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../../ui/Section';
import { lines } from '../notices/words';
import { useKinds } from './data';
import { kinds } from './words';

/** Kinds is what comes to the group, each on its switch. */
export function Kinds() {
  const { t, i18n } = useLingui();
  const may = useMay('notices:write');
  const { all, set } = useKinds();
  const order = Object.keys(kinds);
  const shown = lines(all.data ?? [], 'staff').filter((l) => !l.channel).sort((a, b) => order.indexOf(a.event) - order.indexOf(b.event));
  return (
    <Section title={t`What comes there`} about={t`Customers who wait for a person always come: somebody has to answer them.`}>
      <Refusal error={set.error} />
      {all.error && !all.data && <Failed error={all.error} again={() => void all.refetch()} />}
      {all.isPending && <Skeleton h={300} role="status" aria-label={t`Loading`} />}
      <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {shown.map((l) => {
          const known = kinds[l.event];
          return (
            <Group key={l.id} component="li" mih={44} gap="sm" wrap="nowrap" data-event={l.event}>
              <Switch
                size="md"
                label={known ? i18n._(known) : l.event}
                disabled={!may}
                checked={l.texts.some((x) => x.active)}
                onChange={(e) => set.mutate({ texts: l.texts, active: e.currentTarget.checked })}
              />
              {l.texts.some((x) => x.urgent) && (
                <Badge variant="default" tt="none">
                  <Trans>at night too</Trans>
                </Badge>
              )}
            </Group>
          );
        })}
      </Stack>
    </Section>
  );
}
