import { Button, Divider, Stack } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconBrandTelegram, IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { auth } from '../api/auth';
import { keys } from '../api/keys';
import { can, gone, signInByPasskey } from '../api/passkey';
import { Problem } from '../api/problem';
import { askTelegram } from '../api/telegram';
import { PasswordForm } from './PasswordForm';
import { Refusal } from './Refusal';
import { SecondStep } from './SecondStep';

interface Props {
  signed: () => void;
  /** of is the e-mail of who shows again that it is them. */
  of?: string;
}

/** SignInForm is all ways in that this shop and this browser have. */
export function SignInForm({ signed, of }: Props) {
  const { t } = useLingui();
  const state = useQuery({ queryKey: keys.state, queryFn: auth.state });
  const passkey = useMutation({ mutationFn: signInByPasskey, onSuccess: signed });
  const methods = state.data?.methods ?? [];
  const bot = methods.includes('telegram') ? state.data?.telegram_bot_id : undefined;
  const withPasskey = methods.includes('passkey') && can();
  return (
    <Stack>
      <PasswordForm signed={signed} {...(of === undefined ? {} : { of })} />
      {(withPasskey || bot) && <Divider label={t`or`} />}
      {withPasskey && (
        <Button variant="default" leftSection={<IconFingerprint size={18} aria-hidden />} loading={passkey.isPending} onClick={() => passkey.mutate()}>
          <Trans>With a passkey</Trans>
        </Button>
      )}
      {!gone(passkey.error) && <Refusal error={passkey.error} />}
      {bot && <ByTelegram bot={bot} signed={signed} />}
    </Stack>
  );
}

function ByTelegram({ bot, signed }: { bot: string; signed: () => void }) {
  const [word, setWord] = useState<Record<string, unknown> | null>(null);
  const [code, setCode] = useState('');
  const enter = useMutation({
    // Telegram's word stays good for some minutes: with the code it is shown again.
    mutationFn: async (typed: string) => {
      const said = word ?? (await askTelegram(bot));
      setWord(said);
      if (!said) return false;
      await auth.telegram(typed ? { ...said, code: typed } : said);
      return true;
    },
    onSuccess: (entered) => entered && signed(),
    onError: (error) => {
      if (!(error instanceof Problem) || error.code !== 'staff.code_required') setWord(null);
    },
  });
  const second = word !== null && enter.error instanceof Problem && enter.error.code === 'staff.code_required';
  return (
    <>
      {second && <SecondStep value={code} change={setCode} whole={enter.mutate} />}
      {!second && <Refusal error={enter.error} />}
      <Button variant="default" leftSection={<IconBrandTelegram size={18} aria-hidden />} loading={enter.isPending} onClick={() => enter.mutate(code)}>
        <Trans>With Telegram</Trans>
      </Button>
    </>
  );
}
