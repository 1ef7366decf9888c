import { Alert, Button, Checkbox, FileButton, Group, Stack, Text } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconFileSpreadsheet, IconHistory } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Problem } from '../../api/problem';
import { Page } from '../../ui/Page';
import { Refusal } from '../../ui/Refusal';
import { done } from '../../ui/undo';
import { Preview } from './Preview';
import { most, packed } from './table';
import { useUndo } from './useUndo';

/** Import takes a table: first it shows what would change and what is wrong, then it does exactly that. */
export function Import() {
  const { t } = useLingui();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [goodRows, setGoodRows] = useState(false);
  const look = useMutation({
    mutationFn: async (f: File) => {
      if (f.size > most) throw new Problem(413, 'panel.table', t`The file is larger than 16 MB: split it.`);
      const data = await packed(f);
      return { data, preview: await got(api.POST('/api/v1/goods-imports/preview', { body: { data } })) };
    },
  });
  const undo = useUndo();
  const run = useMutation({
    mutationFn: () => got(api.POST('/api/v1/goods-imports', { body: { data: look.data!.data, token: look.data!.preview.token, good_rows: goodRows, file: file?.name.slice(0, 200) ?? '' } })),
    onSuccess: async (r) => {
      await client.invalidateQueries({ queryKey: keys.goods.all });
      const id = r.import_id;
      done(t`The table is imported: ${r.created} new, ${r.updated} changed`, id ? { label: t`Undo`, run: () => undo.mutate(id) } : undefined);
    },
  });
  const choose = (f: File | null) => {
    if (!f) return;
    setFile(f);
    run.reset();
    undo.reset();
    look.mutate(f);
  };
  const p = look.data?.preview;
  const changes = p ? p.created + p.updated : 0;
  const moved = run.error instanceof Problem && run.error.code === 'sheet.moved';
  return (
    <Page
      title={t`Import a table`}
      actions={
        <Button component={Link} to="/products/imports" variant="default" leftSection={<IconHistory size={16} aria-hidden />}>
          <Trans>What was imported</Trans>
        </Button>
      }
    >
      <Stack gap="md" maw={900}>
        <Text>
          <Trans>CSV from a spreadsheet: one row is a variant, known by its SKU. Columns that are missing and products that are not named stay as they are. Nothing changes before you have seen what would.</Trans>
        </Text>
        <Group>
          <FileButton onChange={choose} accept=".csv,text/csv" inputProps={{ 'aria-label': t`Choose a table` }}>
            {(props) => (
              <Button {...props} variant={p ? 'default' : 'filled'} loading={look.isPending} leftSection={<IconFileSpreadsheet size={18} aria-hidden />}>
                {p ? <Trans>Choose another file</Trans> : <Trans>Choose a CSV file</Trans>}
              </Button>
            )}
          </FileButton>
          {file && <Text c="dimmed">{file.name}</Text>}
        </Group>
        <Refusal error={look.error ?? run.error ?? undo.error} />
        {moved && file && (
          <Button variant="default" onClick={() => choose(file)}>
            <Trans>Look again</Trans>
          </Button>
        )}
        {run.data?.applied && !undo.isSuccess ? (
          <Alert color="green" role="status">
            <Trans>The table is imported.</Trans> <a href="#/products">{t`All products`}</a>
          </Alert>
        ) : undo.isSuccess ? (
          <Alert color="gray" role="status">
            <Trans>The import is taken back.</Trans> <a href="#/products/imports">{t`What was imported`}</a>
          </Alert>
        ) : (
          p && (
            <>
              <Preview preview={p} />
              {p.bad > 0 && changes > 0 && <Checkbox label={t`Import the products that have nothing wrong`} checked={goodRows} onChange={(e) => setGoodRows(e.currentTarget.checked)} />}
              <div>
                <Button loading={run.isPending} disabled={changes === 0 || (p.bad > 0 && !goodRows)} onClick={() => run.mutate()}>
                  <Plural value={changes} one="Import # row" other="Import # rows" />
                </Button>
              </div>
            </>
          )
        )}
      </Stack>
    </Page>
  );
}
