import { CloseButton, Group, Title } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';

/** Head is the title of a window over the page, with the way out of it. */
export function Head({ title, close }: { title: string; close: () => void }) {
  const { t } = useLingui();
  return (
    <Group justify="space-between" wrap="nowrap" mb="sm">
      <Title order={2} size="h4">
        {title}
      </Title>
      <CloseButton size="lg" aria-label={t`Close`} onClick={close} />
    </Group>
  );
}
