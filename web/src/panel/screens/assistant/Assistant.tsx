import { Stack, Tabs } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Area } from '../settings/Area';
import { Form } from '../settings/Form';
import { Section } from '../settings/Section';
import { Provider } from './Provider';
import type { Tab } from './route';
import { Told } from './Told';
import { Trial } from './Trial';

const limits = /tokens|per_hour/;
const model = /assistant\.(off|model|temperature|no_pictures)$/;

/** Assistant is how it talks, on what model, within which limits; and a talk with it. */
export function Assistant() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { tab = 'manner' } = useSearch({ strict: false }) as { tab?: Tab };
  return (
    <Area title={t`Assistant`}>
      <Tabs value={tab} onChange={(to) => void navigate({ to: '/settings/assistant', search: { tab: to as Tab }, replace: true })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="manner">{t`Manner`}</Tabs.Tab>
          <Tabs.Tab value="model">{t`Model`}</Tabs.Tab>
          <Tabs.Tab value="limits">{t`Limits`}</Tabs.Tab>
          <Tabs.Tab value="trial">{t`Talk`}</Tabs.Tab>
          <Tabs.Tab value="told">{t`What it is told`}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="manner">
          <Form key="manner" wanted={(s) => (s.group === 'assistant' && !limits.test(s.key) && !model.test(s.key)) || s.key === 'shop.greeting' || s.key === 'shop.languages'} />
        </Tabs.Panel>
        <Tabs.Panel value="model">
          <Stack gap="lg">
            <Provider />
            <Form key="model" wanted={(s) => model.test(s.key)} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="limits">
          <Form key="limits" wanted={(s) => s.group === 'assistant' && limits.test(s.key)} />
        </Tabs.Panel>
        <Tabs.Panel value="trial">
          <Section title={t`Talk to it`} about={t`As a customer would. Nothing of it stays: no order, no notice, no number.`}>
            <Trial />
          </Section>
        </Tabs.Panel>
        <Tabs.Panel value="told">
          <Section title={t`What it is told`} about={t`So begins every talk with the model. Nothing of customers is in it, and no key.`}>
            <Told />
          </Section>
        </Tabs.Panel>
      </Tabs>
    </Area>
  );
}
