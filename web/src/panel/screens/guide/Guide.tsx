import { Anchor, Button, Group, Paper, Progress, Skeleton, Stack, Text, Title } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useMay } from '../../app/Guard';
import { Failed } from '../../ui/Failed';
import { Page } from '../../ui/Page';
import { Refusal } from '../../ui/Refusal';
import { Still } from '../../ui/Still';
import { next, useGuide, useStep, type Step } from './data';
import { Goods } from './Goods';
import css from './Guide.module.css';
import { Live } from './Live';
import { Name } from './Name';
import { Steps } from './Steps';
import { Telegram } from './Telegram';
import { Try } from './Try';
import { titles } from './words';

const bodies = { shop: Name, goods: Goods, telegram: Telegram, try: Try, live: Live };

/** Guide leads a new owner to a shop that sells; it can be left at any step and goes on there. */
export function Guide() {
  const { t, i18n } = useLingui();
  const may = useMay('settings:write');
  const guide = useGuide();
  const set = useStep();
  const [open, setOpen] = useState<Step['key'] | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const at = open ?? (guide.data ? (next(guide.data) ?? 'live') : null);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) heading.current?.focus();
  }, [at]);
  if (guide.error && !guide.data) return <Failed error={guide.error} again={() => void guide.refetch()} />;
  const steps = guide.data?.steps ?? [];
  const over = steps.filter((s) => s.state !== '').length;
  const end = (state: Step['state']) =>
    at && set.mutate({ key: at, state }, { onSuccess: () => ((moved.current = true), setOpen(steps[steps.findIndex((s) => s.key === at) + 1]?.key ?? null)) });
  const Body = at ? bodies[at] : null;
  return (
    <Page
      title={t`First steps`}
      actions={
        <Anchor component={Link} to="/" className={css.leave} size="sm">
          <Trans>Leave it for later</Trans>
        </Anchor>
      }
    >
      {!guide.data && <Skeleton h={420} role="status" aria-label={t`Loading`} />}
      {at && Body && (
        <div className={css.guide}>
          <Steps steps={steps} at={at} open={(key) => ((moved.current = true), setOpen(key))} />
          <Paper withBorder p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="guide-step" className={css.step}>
            <Progress value={(over / Math.max(steps.length, 1)) * 100} size="sm" mb="md" aria-label={t`${over} of ${steps.length} steps are over`} />
            <Stack gap="md">
              <Title order={2} size="h4" id="guide-step" ref={heading} tabIndex={-1} className={css.title}>
                {i18n._(titles[at])}
              </Title>
              {may ? (
                <Still key={at}>
                  <Stack gap="md">
                    <Body done={() => end('done')} busy={set.isPending} />
                    {at !== 'live' && (
                      <Group>
                        <Button variant="subtle" color="gray" onClick={() => end('skipped')} disabled={set.isPending}>
                          <Trans>Skip this step</Trans>
                        </Button>
                      </Group>
                    )}
                  </Stack>
                </Still>
              ) : (
                <Text>
                  <Trans>The shop's owner or a manager sets it up.</Trans>
                </Text>
              )}
              <Refusal error={set.error} />
            </Stack>
          </Paper>
        </div>
      )}
    </Page>
  );
}
