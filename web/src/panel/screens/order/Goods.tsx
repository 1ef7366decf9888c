import { Button, Group, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Money } from '../../ui/Money';
import { Refusal } from '../../ui/Refusal';
import { Search } from '../../ui/Search';
import { text, type Choice } from './data';
import { Picture } from './Lines';

/** Goods finds a product and picks one of its variants. */
export function Goods({ pick, word }: { pick: (choice: Choice) => void; word: string }) {
  const { t, i18n } = useLingui();
  const [search, setSearch] = useState('');
  const lang = i18n.locale as 'ru' | 'en';
  const found = useQuery({
    queryKey: keys.orders.goods({ search, lang }),
    queryFn: () => got(api.GET('/api/v1/variants', { params: { query: { search, lang } } })).then((p) => p.items ?? []),
    enabled: search !== '',
    placeholderData: (before) => before,
  });
  return (
    <Stack gap="xs">
      <Search value={search} change={setSearch} label={t`Find a product`} />
      <Refusal error={found.error} />
      {search && found.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>Nothing like that in the catalog.</Trans>
        </Text>
      )}
      {search &&
        found.data?.slice(0, 8).map((c) => (
          <Group key={c.variant_id} wrap="nowrap" gap="sm">
            <Picture src={c.image} />
            <Stack gap={0} flex={1} miw={0}>
              <Text size="sm" truncate>
                {text(c.title, lang)} {text(c.options, lang)}
              </Text>
              <Text size="xs" c="dimmed">
                <Money sum={c.price} /> {c.tracked && <Trans>· {c.left} left</Trans>}
              </Text>
            </Stack>
            <Button size="compact-md" variant="default" disabled={c.tracked && c.left === 0} onClick={() => pick(c)} aria-label={`${word}: ${text(c.title, lang)} ${text(c.options, lang)}`}>
              {word}
            </Button>
          </Group>
        ))}
    </Stack>
  );
}
