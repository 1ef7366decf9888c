import { Button, Center, Stack, Title } from '@mantine/core';
import { Trans } from '@lingui/react/macro';

/** WhichShop asks people who are staff of several shops which of them is meant. */
export function WhichShop({ shops, choose }: { shops: string[]; choose: (shop: string) => void }) {
  return (
    <Center mih="100dvh" p="md" bg="var(--panel-paper)" component="main">
      <Stack w="100%" maw={320}>
        <Title order={1} size="h3">
          <Trans>Which shop?</Trans>
        </Title>
        {shops.map((s) => (
          <Button key={s} variant="default" onClick={() => choose(s)}>
            {s}
          </Button>
        ))}
      </Stack>
    </Center>
  );
}
