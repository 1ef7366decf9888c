import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconBrandTelegram } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { auth } from '../../api/auth';
import { keys } from '../../api/keys';
import { proved } from '../../api/prove';
import { askTelegram } from '../../api/telegram';
import { useMe } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../../ui/Section';

/** Telegram lets an account there sign the person in, by a bot of the shop. */
export function Telegram() {
  const { t } = useLingui();
  const { telegram } = useMe();
  const client = useQueryClient();
  const state = useQuery({ queryKey: keys.state, queryFn: auth.state });
  const bot = state.data?.telegram_bot_id;
  const fresh = () => client.invalidateQueries({ queryKey: keys.me });
  const link = useMutation({
    mutationFn: async (id: string) => {
      const word = await askTelegram(id);
      if (word) await proved(() => auth.telegramLink(word));
    },
    onSuccess: fresh,
  });
  const unlink = useMutation({ mutationFn: () => proved(auth.telegramUnlink), onSuccess: fresh });
  if (!bot && !telegram) return null;
  return (
    <Section
      title="Telegram"
      about={telegram ? t`Your Telegram account signs you in.` : t`Sign in with your Telegram account, by the shop's bot @${state.data?.telegram_bot ?? ''}.`}
      actions={
        telegram ? (
          <Button variant="default" loading={unlink.isPending} onClick={() => unlink.mutate()}>
            <Trans>Disconnect</Trans>
          </Button>
        ) : (
          <Button variant="default" leftSection={<IconBrandTelegram size={18} aria-hidden />} loading={link.isPending} onClick={() => bot && link.mutate(bot)}>
            <Trans>Connect</Trans>
          </Button>
        )
      }
    >
      <Refusal error={link.error ?? unlink.error} />
    </Section>
  );
}
