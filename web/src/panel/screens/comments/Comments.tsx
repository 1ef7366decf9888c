import { Tabs } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Area } from '../settings/Area';
import { Ledger } from './Ledger';
import type { Seen } from './route';
import { Rules } from './Rules';

/** Comments are the rules that answer under posts, and what became of each comment. */
export function Comments() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Seen;
  return (
    <Area title={t`Comments`}>
      <Tabs value={search.tab ?? 'rules'} onChange={(tab) => void navigate({ to: '/settings/comments', search: tab === 'ledger' ? { tab } : {}, replace: true })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="rules">{t`Rules`}</Tabs.Tab>
          <Tabs.Tab value="ledger">{t`What was seen`}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rules">
          <Rules />
        </Tabs.Panel>
        <Tabs.Panel value="ledger">
          <Ledger seen={search} change={(part) => void navigate({ to: '/settings/comments', search: { ...search, ...part, tab: 'ledger' }, replace: true })} />
        </Tabs.Panel>
      </Tabs>
    </Area>
  );
}
