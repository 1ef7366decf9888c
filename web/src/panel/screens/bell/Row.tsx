import { ActionIcon, Group, Text, VisuallyHidden } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconCircle, IconCircleFilled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { When } from '../../ui/When';
import css from './Bell.module.css';
import { placeOf, signs, type Told } from './words';

interface Props {
  told: Told;
  read: (on: boolean) => void;
}

/** Row is one thing that is told: the way to it reads it, the dot at its end reads or unreads it in place. */
export function Row({ told, read }: Props) {
  const { t } = useLingui();
  const Sign = signs(told.kind);
  const name = told.read ? t`Mark as not read: ${told.title}` : t`Mark as read: ${told.title}`;
  return (
    <li className={css.row} data-unread={told.read ? undefined : true} data-kind={told.kind}>
      <Link {...placeOf(told.path)} className={css.link} onClick={() => !told.read && read(true)}>
        <span className={css.sign}>
          <Sign size={20} stroke={1.7} aria-hidden />
        </span>
        <div style={{ minWidth: 0, flex: 1 }}>
          <Group justify="space-between" gap="xs" wrap="nowrap" align="baseline">
            <Text fw={told.read ? 450 : 650} style={{ overflowWrap: 'anywhere' }}>
              {told.title}
            </Text>
            <Text size="sm" c="dimmed" component="span">
              <When at={told.at} />
            </Text>
          </Group>
          {told.text && (
            <Text size="sm" c="dimmed" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
              {told.text}
            </Text>
          )}
          {!told.read && (
            <VisuallyHidden>
              <Trans>not read</Trans>
            </VisuallyHidden>
          )}
        </div>
      </Link>
      <ActionIcon variant="subtle" size={44} color={told.read ? 'gray' : 'counter'} aria-label={name} title={name} onClick={() => read(!told.read)}>
        {told.read ? <IconCircle size={12} aria-hidden /> : <IconCircleFilled size={12} aria-hidden />}
      </ActionIcon>
    </li>
  );
}
