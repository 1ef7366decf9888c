import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconBrandInstagram, IconExternalLink } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { When } from '../../ui/When';
import { Section } from '../settings/Section';
import { Account } from './Account';
import type { Channel } from './words';

type Way = 'instagram' | 'facebook';

/** useBegin begins a login at Meta; its address is opened by the owner, once. */
function useBegin() {
  return useMutation({ mutationFn: (body: { way?: Way; account?: string }) => got(api.POST('/api/v1/channels/instagram/connect', { body })) });
}

/** Instagram is the shop's accounts there, and the guided way to connect one. */
export function Instagram({ accounts, ways }: { accounts: Channel[]; ways: string[] }) {
  const { t } = useLingui();
  const may = useMay('channels:write');
  const begin = useBegin();
  return (
    <Section title="Instagram" about={t`Direct messages, comments and mentions of your professional account.`}>
      <Stack gap="md">
        {accounts.map((a) => (
          <Account key={a.id} account={a} again={() => begin.mutate({ account: a.id })} />
        ))}
        {ways.length === 0 ? (
          <Alert color="gray" icon={<IconBrandInstagram aria-hidden />} title={t`No Meta app is set up`}>
            <Trans>Instagram lets a program in only through an app at Meta. Make one, give its id and secret to the server, and this page will connect accounts: docs/instagram.md leads through it.</Trans>
          </Alert>
        ) : (
          may && (
            <>
              <List type="ordered" size="sm" spacing={4}>
                <List.Item>
                  <Trans>The account is a professional one: business or creator</Trans>
                </List.Item>
                <List.Item>
                  <Trans>In Instagram's settings, “Message controls” lets connected tools read messages</Trans>
                </List.Item>
                <List.Item>
                  <Trans>Log in and leave every permission on: without one, something will not work</Trans>
                </List.Item>
              </List>
              <Group gap="xs">
                {ways.map((w) => (
                  <Button key={w} variant="light" loading={begin.isPending && begin.variables?.way === w} onClick={() => begin.mutate({ way: w as Way })}>
                    {w === 'facebook' ? t`Connect through Facebook` : t`Connect through Instagram`}
                  </Button>
                ))}
              </Group>
            </>
          )
        )}
        <Refusal error={begin.error} />
        {begin.data && (
          <Alert color="counter" title={t`Log in at Meta to go on`}>
            <Stack gap="xs" align="flex-start">
              <Button component="a" href={begin.data.url} target="_blank" rel="noreferrer" leftSection={<IconExternalLink size={16} aria-hidden />}>
                <Trans>Open the login</Trans>
              </Button>
              <Text size="sm">
                <Trans>
                  The link works once, until <When at={begin.data.expires_at} />. The account appears here by itself.
                </Trans>
              </Text>
            </Stack>
          </Alert>
        )}
      </Stack>
    </Section>
  );
}
