import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconMessage, IconUser } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { text, type Order } from './data';
import { Part } from './Part';

/** Customer is who gets the goods, and where. */
export function Customer({ order }: { order: Order }) {
  const { t, i18n } = useLingui();
  const { recipient: who, shipping: where } = order;
  const place = [text(where.zone, i18n.locale), where.city, where.address].filter(Boolean).join(', ');
  return (
    <Part title={t`Customer`}>
      <Stack gap={4}>
        <Text fw={550}>{who.name || <Trans>No name</Trans>}</Text>
        {who.phone && (
          <Anchor href={`tel:${who.phone}`} size="sm">
            {who.phone}
          </Anchor>
        )}
        <Group gap="md">
          <Anchor component={Link} to="/orders" search={{ contact_id: order.contact_id } as never} size="sm">
            <IconUser size={14} aria-hidden /> <Trans>All orders of this person</Trans>
          </Anchor>
          {order.conversation_id && (
            <Anchor href={`#/inbox/${order.conversation_id}`} size="sm">
              <IconMessage size={14} aria-hidden /> <Trans>Conversation</Trans>
            </Anchor>
          )}
        </Group>
      </Stack>
      <Stack gap={2}>
        <Text size="sm" fw={550}>
          {text(where.title, i18n.locale) || <Trans>No delivery chosen</Trans>}
        </Text>
        {place && <Text size="sm">{place}</Text>}
        {where.slot && <Text size="sm">{slot(where.slot, i18n.locale)}</Text>}
      </Stack>
      {order.comment && (
        <Text size="sm" fs="italic" style={{ overflowWrap: 'anywhere' }}>
          «{order.comment}»
        </Text>
      )}
    </Part>
  );
}

/** slot writes a time of delivery: "2026-11-27T16:00" is local to the shop. */
export function slot(key: string, lang: string): string {
  const at = new Date(`${key}:00Z`);
  if (Number.isNaN(at.getTime())) return key;
  return new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' }).format(at);
}
