import { Skeleton, Switch, Table, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import type { components } from '../../api/schema.gen';
import { Failed } from '../../ui/Failed';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../../ui/Section';

type Choices = components['schemas']['BellChoices'];

/** useChoices is what the person is told of, and choosing it: what was changed shows at once. */
export function useChoices() {
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.bell.choices, queryFn: () => got(api.GET('/api/v1/bell/choices')) });
  const choose = useMutation({
    mutationFn: ({ kinds, names }: Choices) => {
      const of = (on: 'panel' | 'push', want: boolean) => (kinds ?? []).filter((k) => k[on] === want).map((k) => k.kind);
      return got(api.PUT('/api/v1/bell/choices', { body: { hidden: of('panel', false), push: of('push', true), names } }));
    },
    onMutate: (next) => {
      const before = query.data;
      client.setQueryData(keys.bell.choices, next);
      return before;
    },
    onError: (_, __, before) => client.setQueryData(keys.bell.choices, before),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.bell.all }),
  });
  return { query, choose };
}

/** Told is what the person is told of, kind by kind: in the panel, and on their devices where the installation can. */
export function Told() {
  const { t } = useLingui();
  const { query, choose } = useChoices();
  const c = query.data;
  const set = (kind: string, on: 'panel' | 'push', want: boolean) =>
    c && choose.mutate({ ...c, kinds: (c.kinds ?? []).map((k) => (k.kind === kind ? { ...k, [on]: want } : k)) });
  return (
    <Section title={t`What to tell me of`} about={t`Only for you: others choose for themselves.`}>
      <Refusal error={choose.error} />
      {query.error && !c && <Failed error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton h={320} role="status" aria-label={t`Loading`} />}
      {c && (
        <Table verticalSpacing="xs" horizontalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t`What`}</Table.Th>
              <Table.Th w={76}>{t`In the panel`}</Table.Th>
              {c.push && <Table.Th w={76}>{t`On my devices`}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {(c.kinds ?? []).map((k) => (
              <Table.Tr key={k.kind}>
                <Table.Td>
                  <Text fw={500}>{k.title}</Text>
                  <Text size="sm" c="dimmed">
                    {k.help}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Switch size="md" aria-label={t`${k.title}: in the panel`} checked={k.panel} onChange={(e) => set(k.kind, 'panel', e.currentTarget.checked)} />
                </Table.Td>
                {c.push && (
                  <Table.Td>
                    <Switch size="md" aria-label={t`${k.title}: on my devices`} checked={k.push} onChange={(e) => set(k.kind, 'push', e.currentTarget.checked)} />
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {c && !c.push && (
        <Text size="sm" c="dimmed">
          <Trans>This installation does not send to devices: the panel counts, and the staff chat in Telegram is told.</Trans>
        </Text>
      )}
    </Section>
  );
}
