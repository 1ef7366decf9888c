import { Anchor, Button, CopyButton, Skeleton, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../settings/Section';
import css from './Channels.module.css';

/** Webchat is the chat on a website: a page of its own, and the code for other pages. */
export function Webchat() {
  const { t } = useLingui();
  const widget = useQuery({ queryKey: keys.widget, queryFn: () => got(api.GET('/api/v1/widget')) });
  const code = widget.data?.code ?? '';
  return (
    <Section title={t`Chat on your website`} about={t`A button in the corner of your pages, and a page of its own.`}>
      {widget.isPending && <Skeleton h={80} />}
      <Refusal error={widget.error} />
      {widget.data && (
        <Stack gap="sm" align="flex-start">
          <Text size="sm">
            <Trans>The page:</Trans>{' '}
            <Anchor href={widget.data.page} target="_blank" rel="noreferrer">
              {widget.data.page}
            </Anchor>
          </Text>
          {code ? (
            <>
              <Text size="sm">
                <Trans>For other pages: put this line before &lt;/body&gt;.</Trans>
              </Text>
              <pre className={css.code} tabIndex={0} aria-label={t`Code of the chat`}>
                {code}
              </pre>
              <CopyButton value={code}>
                {({ copied, copy }) => (
                  <Button variant="light" leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />} onClick={copy}>
                    {copied ? t`Copied` : t`Copy the code`}
                  </Button>
                )}
              </CopyButton>
            </>
          ) : (
            <Text c="dimmed" size="sm">
              <Trans>The shop has no chat account yet.</Trans>
            </Text>
          )}
        </Stack>
      )}
    </Section>
  );
}
