import { ActionIcon } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { Refusal } from '../../ui/Refusal';
import { askOf, stepOf, type Filter, type Report } from './filter';

/** Download saves a report as a table for spreadsheets. */
export function Download({ report, filter, name }: { report: Report; filter: Filter; name: string }) {
  const { t, i18n } = useLingui();
  const run = useMutation({
    mutationFn: async () => {
      const lang = i18n.locale === 'en' ? ('en' as const) : ('ru' as const);
      const file = await got(api.GET('/api/v1/reports/table', { params: { query: { ...askOf(filter), report, by: stepOf(filter), best: filter.best ?? 'revenue', lang } } }));
      const a = document.createElement('a');
      a.href = URL.createObjectURL(new Blob([file.csv], { type: 'text/csv;charset=utf-8' }));
      a.download = file.name;
      a.click();
      setTimeout(() => URL.revokeObjectURL(a.href), 10_000);
    },
  });
  return (
    <>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t`Save as a table (CSV): ${name}`} loading={run.isPending} onClick={() => run.mutate()}>
        <IconDownload size={18} stroke={1.7} aria-hidden />
      </ActionIcon>
      <Refusal error={run.error} />
    </>
  );
}
