import { Text, type TextProps } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { money, type Sum } from './money';

/** Money is an amount in the language of the page, in digits of one width. */
export function Money({ sum, ...rest }: { sum: Sum } & TextProps) {
  const { i18n } = useLingui();
  return (
    <Text component="span" inherit style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }} {...rest}>
      {money(sum, i18n.locale)}
    </Text>
  );
}
