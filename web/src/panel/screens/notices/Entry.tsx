import { Badge, Button, Group, Paper, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMay } from '../../app/Guard';
import { plain } from '../../../chat/markup';
import { events, type Line, type Text as NoticeText } from './words';

interface Props {
  line: Line;
  languages: string[];
  lang: string;
  open: (text: NoticeText) => void;
}

/** Entry is one notice: how it begins, and the way to each of its texts. */
export function Entry({ line, languages, lang, open }: Props) {
  const { t, i18n } = useLingui();
  const known = events[line.event];
  const name = known ? i18n._(known) : line.event;
  const may = useMay('notices:write');
  const mine = line.texts.filter((x) => languages.includes(x.lang));
  const shown = mine.find((x) => x.lang === lang) ?? mine[0] ?? line.texts[0];
  const names: Record<string, string> = { ru: 'Русский', en: 'English' };
  if (!shown) return null;
  return (
    <Paper withBorder p="sm" component="li" aria-label={name}>
      <Group justify="space-between" gap="sm">
        <div style={{ minWidth: 0, flex: '1 1 260px' }}>
          <Group gap="xs">
            <Text size="sm" c="dimmed">
              {[name, line.channel].filter(Boolean).join(' · ')}
            </Text>
            {shown.urgent && (
              <Badge variant="default" tt="none">
                <Trans>at night too</Trans>
              </Badge>
            )}
            {!mine.some((x) => x.active) && (
              <Badge variant="default" tt="none">
                {t`off`}
              </Badge>
            )}
          </Group>
          <Text lineClamp={2}>{plain(shown.body || shown.built_in)}</Text>
        </div>
        {may && (
          <Group gap={6}>
            {mine.map((x) => (
              <Button key={x.lang} variant={x.body ? 'light' : 'default'} onClick={() => open(x)} aria-label={`${name}: ${names[x.lang]}`}>
                {names[x.lang]}
              </Button>
            ))}
          </Group>
        )}
      </Group>
    </Paper>
  );
}
