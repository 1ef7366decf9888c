import { CloseButton, Drawer, Group, Modal, Title } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  opened: boolean;
  close: () => void;
  /** aside: it comes from the side and is as high as the page; on a phone it is the page. */
  aside?: boolean;
  children: ReactNode;
}

/** Sheet is a window over the page, with its name and the way out of it. */
export function Sheet({ title, opened, close, aside, children }: Props) {
  const { t } = useLingui();
  const inside = (
    <>
      <Group justify="space-between" wrap="nowrap" mb="sm">
        <Title order={2} size="h4">
          {title}
        </Title>
        <CloseButton size="lg" aria-label={t`Close`} onClick={close} />
      </Group>
      {children}
    </>
  );
  if (aside) {
    return (
      <Drawer.Root opened={opened} onClose={close} position="right" size="min(100%, 380px)">
        <Drawer.Overlay />
        <Drawer.Content aria-label={title}>
          <Drawer.Body pt="md">{inside}</Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    );
  }
  return (
    <Modal.Root opened={opened} onClose={close} centered>
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        <Modal.Body pt="md">{inside}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
