import { Alert, Badge, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { components } from '../../api/schema.gen';
import { fields } from './fields';

type Look = components['schemas']['GoodsImport'];

/** Preview is what a table would change, value by value, and what is wrong with it. */
export function Preview({ preview: p }: { preview: Look }) {
  const { t, i18n } = useLingui();
  const bad = p.problems ?? [];
  const rows = p.changes ?? [];
  return (
    <Stack gap="sm">
      <Group gap="xs" role="status">
        <Badge size="lg" variant="light" color="green" tt="none" c="inherit">{t`New: ${p.created}`}</Badge>
        <Badge size="lg" variant="light" color="blue" tt="none" c="inherit">{t`Changed: ${p.updated}`}</Badge>
        <Badge size="lg" variant="light" color="gray" tt="none" c="inherit">{t`As they were: ${p.unchanged}`}</Badge>
        {p.bad > 0 && <Badge size="lg" variant="light" color="red" tt="none" c="inherit">{t`Wrong: ${p.bad}`}</Badge>}
      </Group>
      {(p.ignored ?? []).length > 0 && (
        <Alert color="orange">
          <Trans>Columns that are not understood:</Trans> {(p.ignored ?? []).join(', ')}
        </Alert>
      )}
      {bad.length > 0 && (
        <Paper withBorder p="md" component="section" aria-label={t`What is wrong`}>
          <Title order={2} size="h5" mb="xs">{t`What is wrong`}</Title>
          <List size="sm" spacing={4}>
            {bad.map((x, i) => (
              <List.Item key={i}>
                <b>{t`Row ${x.row}`}</b>
                {x.column && `, ${x.column}`}
                {x.value && `: «${x.value}»`} — {x.expected}
              </List.Item>
            ))}
          </List>
        </Paper>
      )}
      {rows.length > 0 && (
        <Paper withBorder p="md" component="section" aria-label={t`What would change`}>
          <Title order={2} size="h5" mb="xs">{t`What would change`}</Title>
          <Stack gap="sm">
            {rows.map((r) => (
              <div key={r.row}>
                <Text size="sm" fw={600}>
                  {t`Row ${r.row}`} · {r.sku} · {r.product} {r.outcome === 'created' && `· ${t`new`}`}
                </Text>
                {(r.fields ?? []).map((f) => (
                  <Text size="sm" key={f.field}>
                    {fields[f.field] ? i18n._(fields[f.field]!) : f.field}: {r.outcome === 'updated' && <><del>{f.was || '—'}</del>{' → '}</>}
                    <ins>{f.now || '—'}</ins>
                  </Text>
                ))}
              </div>
            ))}
          </Stack>
          {p.created + p.updated > rows.length && (
            <Text size="sm" mt="sm" c="dimmed">
              <Trans>Only the first {rows.length} are shown.</Trans>
            </Text>
          )}
        </Paper>
      )}
    </Stack>
  );
}
