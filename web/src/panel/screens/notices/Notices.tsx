import { SegmentedControl, Skeleton, Stack, Tabs, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Failed } from '../../ui/Failed';
import { Sheet } from '../../ui/Sheet';
import { Area } from '../settings/Area';
import { languagesOf, useSettings } from '../settings/data';
import { Form } from '../settings/Form';
import { Entry } from './Entry';
import type { Tab } from './route';
import { TextForm } from './TextForm';
import { Unreached } from './Unreached';
import { lines, type Text as NoticeText } from './words';

/** Notices are what people are told outside of a talk: the texts, the quiet hours, and what reached nobody. */
export function Notices() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { tab = 'texts' } = useSearch({ strict: false }) as { tab?: Tab };
  return (
    <Area title={t`Notices`}>
      <Tabs value={tab} onChange={(to) => void navigate({ to: '/settings/notices', search: to === 'texts' ? {} : { tab: to as Tab }, replace: true })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="texts">{t`Texts`}</Tabs.Tab>
          <Tabs.Tab value="hours">{t`Quiet hours`}</Tabs.Tab>
          <Tabs.Tab value="unreached">{t`Not delivered`}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="texts">
          <Texts />
        </Tabs.Panel>
        <Tabs.Panel value="hours">
          <Form wanted={(s) => s.group === 'notices'} />
        </Tabs.Panel>
        <Tabs.Panel value="unreached">
          <Unreached />
        </Tabs.Panel>
      </Tabs>
    </Area>
  );
}

function Texts() {
  const { t, i18n } = useLingui();
  const [audience, setAudience] = useState<NoticeText['audience']>('customer');
  const [open, setOpen] = useState<NoticeText | null>(null);
  const languages = languagesOf(useSettings().data);
  const all = useQuery({ queryKey: keys.texts, queryFn: async () => (await got(api.GET('/api/v1/notice-texts'))).items ?? [] });
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={t`Who is told`}
        maw={360}
        value={audience}
        onChange={(v) => setAudience(v as NoticeText['audience'])}
        data={[
          { value: 'customer', label: t({ message: 'Customers', context: 'whom a notice is for' }) },
          { value: 'staff', label: t({ message: 'Staff', context: 'whom a notice is for' }) },
        ]}
      />
      <Text size="sm" c="dimmed">
        <Trans>Each notice has a text of its own in every language of the shop; switch off what nobody needs.</Trans>
      </Text>
      {all.error && !all.data && <Failed error={all.error} again={() => void all.refetch()} />}
      {all.isPending && <Skeleton h={400} role="status" aria-label={t`Loading`} />}
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {lines(all.data ?? [], audience).map((l) => (
          <Entry key={l.id} line={l} languages={languages} lang={i18n.locale} open={setOpen} />
        ))}
      </Stack>
      <Sheet title={t`Text of a notice`} opened={open !== null} close={() => setOpen(null)}>
        {open && <TextForm text={open} close={() => setOpen(null)} />}
      </Sheet>
    </Stack>
  );
}
