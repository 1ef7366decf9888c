import { Group, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import css from './Chart.module.css';
import { channels, presets, type Filter, type Preset } from './filter';
import { channelNames, periods } from './words';

interface Props {
  filter: Filter;
  /** days that are shown now, from which own ones begin. */
  shown: { from: string; to: string } | undefined;
}

/** Tools choose the days and the channel. */
export function Tools({ filter, shown }: Props) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const own = Boolean(filter.from && filter.to);
  const go = (change: { [K in keyof Filter]?: Filter[K] | undefined }) => {
    const next = { ...filter, ...change };
    void navigate({ to: '/statistics', search: Object.fromEntries(Object.entries(next).filter(([, v]) => v !== undefined)), replace: true });
  };
  const pick = (v: string) => (v === 'own' ? shown && go({ period: undefined, ...shown }) : go({ period: v as Preset, from: undefined, to: undefined }));
  return (
    <Group gap="sm" align="flex-end">
      <SegmentedControl
        aria-label={t`Period`}
        value={own ? 'own' : (filter.period ?? '30')}
        onChange={pick}
        data={[...presets.map((p) => ({ value: p, label: i18n._(periods[p]) })), { value: 'own', label: t`Dates` }]}
        w={{ base: '100%', sm: 'auto' }}
        classNames={{ label: css.period }}
      />
      {own && (
        <Group gap="xs" grow w={{ base: '100%', sm: 300 }}>
          <TextInput type="date" aria-label={t`First day`} value={filter.from ?? ''} max={filter.to} onChange={(e) => e.target.value && go({ from: e.target.value })} />
          <TextInput type="date" aria-label={t`Last day`} value={filter.to ?? ''} min={filter.from} onChange={(e) => e.target.value && go({ to: e.target.value })} />
        </Group>
      )}
      <Select
        aria-label={t`Channel`}
        placeholder={t`All channels`}
        clearable
        clearButtonProps={{ 'aria-label': t`All channels` }}
        value={filter.channel ?? null}
        onChange={(v) => go({ channel: channels.find((c) => c === v) })}
        data={channels.map((c) => ({ value: c, label: i18n._(channelNames[c]) }))}
        w={{ base: '100%', sm: 180 }}
      />
    </Group>
  );
}
