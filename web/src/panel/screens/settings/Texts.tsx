import { Input, Stack, Textarea, TextInput } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';

export type ByLang = Record<string, string>;

interface Props {
  label: string;
  description?: string;
  error?: string | undefined;
  disabled?: boolean;
  required?: boolean;
  long?: boolean;
  languages: ('ru' | 'en')[];
  value: ByLang;
  change: (value: ByLang) => void;
}

/** Texts asks for one text in each language of the shop. */
export function Texts({ label, description, error, disabled, required, long, languages, value, change }: Props) {
  const { t } = useLingui();
  const names = { ru: t`in Russian`, en: t`in English` };
  const shared = (l: 'ru' | 'en') => ({
    'aria-label': languages.length > 1 ? `${label}, ${names[l]}` : label,
    disabled: disabled ?? false,
    lang: l,
    value: value[l] ?? '',
    placeholder: languages.length > 1 ? names[l] : '',
  });
  return (
    <Input.Wrapper label={label} labelElement="div" required={required ?? false} description={description} error={error}>
      <Stack gap={6} mt={4}>
        {languages.map((l) =>
          long ? (
            <Textarea key={l} autosize minRows={2} maxRows={12} {...shared(l)} onChange={(e) => change({ ...value, [l]: e.currentTarget.value })} />
          ) : (
            <TextInput key={l} {...shared(l)} onChange={(e) => change({ ...value, [l]: e.currentTarget.value })} />
          ),
        )}
      </Stack>
    </Input.Wrapper>
  );
}
