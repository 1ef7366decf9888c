import { Alert, Button, Stack } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../settings/Section';

/** Provider asks the language model something small, and says in words what does not work. */
export function Provider() {
  const { t, i18n } = useLingui();
  const may = useMay('settings:write');
  const test = useMutation({ mutationFn: () => got(api.POST('/api/v1/assistant/test')) });
  const r = test.data;
  const took = new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: 1, style: 'unit', unit: 'second', unitDisplay: 'long' }).format((r?.milliseconds ?? 0) / 1000);
  return (
    <Section title={t`Provider`} about={t`Its address and key are set on the server: OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL. Without one the shop sells by buttons and search.`}>
      <Stack gap="sm" align="flex-start">
        {may && (
          <Button variant="light" loading={test.isPending} onClick={() => test.mutate()}>
            <Trans>Test the connection</Trans>
          </Button>
        )}
        <div role="status">
          {r && (
            <Alert color={r.ok ? 'green' : 'red'} icon={r.ok ? <IconCircleCheck aria-hidden /> : <IconAlertTriangle aria-hidden />} title={r.ok ? t`The model answers` : (r.why ?? r.code)}>
              {r.ok ? t`${r.model ?? ''} answered in ${took}` : r.code}
            </Alert>
          )}
        </div>
        <Refusal error={test.error} />
      </Stack>
    </Section>
  );
}
