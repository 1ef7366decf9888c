import { Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { session } from '../../api/session';
import { Page } from '../../ui/Page';
import { Section } from '../../ui/Section';
import { Browsers } from './Browsers';
import { Devices } from './Devices';
import { Look } from './Look';
import { Passkeys } from './Passkeys';
import { Password } from './Password';
import { Profile } from './Profile';
import { SecondFactor } from './SecondFactor';
import { Telegram } from './Telegram';
import { Told } from './Told';

/** Account is what a person manages of their own: name, look, ways in, browsers. */
export function Account() {
  const { t } = useLingui();
  return (
    <Page title={t`Account and security`}>
      <Stack maw={720} gap="md">
        <Profile />
        <Look />
        <Told />
        {!session.tokens() && <Devices />}
        {session.tokens() ? (
          <Section title={t`Signing in`}>
            <Text size="sm">
              <Trans>Supabase Auth signs you in here: password, second step and sessions are managed there.</Trans>
            </Text>
          </Section>
        ) : (
          <>
            <Password />
            <SecondFactor />
            <Passkeys />
            <Telegram />
            <Browsers />
          </>
        )}
      </Stack>
    </Page>
  );
}
