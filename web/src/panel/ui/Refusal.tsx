import { Alert, Text } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Problem } from '../api/problem';

/** words says what went wrong and what to do, by the server's answer. */
export function useWords() {
  const { t } = useLingui();
  const byCode = (code: string) => (code === 'api.scope' ? t`The owner of the shop gives this right, on the page of the team.` : '');
  const byStatus = (status: number) => {
    if (status >= 500) return t`Try again in a minute. What you typed stays here.`;
    return { 404: t`It may have been deleted since. Reload the page.`, 412: t`A colleague has changed it meanwhile: look at how it is now.`, 429: t`Wait a minute and try again.` }[status] ?? '';
  };
  return (error: unknown): { title: string; advice: string } => {
    if (!(error instanceof Problem)) return { title: t`Something went wrong on this page`, advice: t`Reload it and try again.` };
    if (error.status === 0) return { title: t`No connection to the shop`, advice: t`Check the network. What you typed stays here.` };
    // The server's own advice is for those who call it by programs.
    return { title: error.message, advice: byCode(error.code) || byStatus(error.status) };
  };
}

/** Refusal is an answer that something cannot be done, beside what was tried. */
export function Refusal({ error }: { error: unknown }) {
  const words = useWords();
  if (!error) return null;
  const { title, advice } = words(error);
  const fields = error instanceof Problem ? error.fields : [];
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} title={title}>
      {(advice || fields.length > 0) && (
        <>
          {advice && <Text size="sm">{advice}</Text>}
          {fields.map((f) => (
            <Text size="sm" key={`${f.field}${f.message}`}>
              {f.field}: {f.message}
            </Text>
          ))}
        </>
      )}
    </Alert>
  );
}
