import { NumberInput } from '@mantine/core';
import { useMe } from '../../app/Guard';
import { digits } from '../../ui/money';

interface Props {
  label: string;
  description?: string;
  /** value is in minor units. */
  value: number | undefined;
  change: (minor: number) => void;
}

/** Sum asks for an amount of the shop's currency; none is 0. */
export function Sum({ label, description, value, change }: Props) {
  const { currency } = useMe().shop;
  const scale = 10 ** digits(currency);
  return (
    <NumberInput label={label} description={description} suffix={` ${currency}`} min={0} decimalScale={digits(currency)} value={value ? value / scale : ''} onChange={(v) => change(Math.round(Number(v) * scale) || 0)} />
  );
}
