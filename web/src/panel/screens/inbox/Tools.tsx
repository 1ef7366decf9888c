import { Group, Select, UnstyledButton } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { Search } from '../../ui/Search';
import { channels, readFilter, tabs, type Filter } from './filter';
import css from './Inbox.module.css';
import { Settings } from './Settings';
import { channelWords, tabWords } from './words';

/** Tools are the filters of the list; they write the address. */
export function Tools({ filter, help }: { filter: Filter; help: () => void }) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const set = (change: Record<string, unknown>) => void navigate({ to: '.', search: readFilter({ ...filter, ...change }), replace: true });
  return (
    <div className={css.tools}>
      <div className={css.tabs} role="group" aria-label={t`Which conversations`}>
        {tabs.map((tab) => (
          <UnstyledButton key={tab} className={css.tab} aria-current={(filter.tab ?? 'all') === tab ? 'true' : undefined} onClick={() => set({ tab })}>
            {i18n._(tabWords[tab])}
          </UnstyledButton>
        ))}
      </div>
      <Group gap={6} wrap="nowrap">
        <Search value={filter.search ?? ''} change={(search) => set({ search })} label={t`Name or words`} miw={0} />
        <Select
          w={116}
          aria-label={t`Channel`}
          placeholder={t`Channel`}
          data={channels.map((value) => {
            const label = channelWords[value]?.label ?? value;
            return { value, label: typeof label === 'string' ? label : i18n._(label) };
          })}
          value={filter.channel ?? null}
          onChange={(channel) => set({ channel })}
          clearable
          comboboxProps={{ width: 160, position: 'bottom-end' }}
        />
        <Settings help={help} />
      </Group>
    </div>
  );
}
