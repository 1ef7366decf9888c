import { SegmentedControl, type SegmentedControlProps } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { prefer, type Lang } from './i18n';

/** Language is the choice of the page's language, kept on this device. */
export function Language(rest: Omit<SegmentedControlProps, 'data' | 'value' | 'onChange'>) {
  const { t, i18n } = useLingui();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t`Language`}
      value={i18n.locale}
      onChange={(v) => void prefer(v as Lang)}
      data={[
        { value: 'ru', label: 'Русский' },
        { value: 'en', label: 'English' },
      ]}
      {...rest}
    />
  );
}
