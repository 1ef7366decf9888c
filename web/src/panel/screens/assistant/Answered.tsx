import { Badge, Button as Press, Group, Text } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { Markup, safeUrl } from '../../../chat/markup';
import { buttons, type Button, type Line } from './trial';
import css from './Trial.module.css';

/** Answered is one answer of the shop in a trial, with the buttons that a customer would have. */
export function Answered({ line, press }: { line: Extract<Line, { by: 'shop' }>; press: (b: Button) => void }) {
  const { answer, path } = line;
  return (
    <div className={css.shop}>
      {answer.text && <Markup text={answer.text} />}
      {(answer.cards ?? []).map((c, i) => (
        <div key={i} className={css.card}>
          <Text fw={600} size="sm">
            {c.title}
          </Text>
          {c.price && <Text size="sm">{c.price}</Text>}
          <Rows rows={buttons(c.buttons)} press={press} />
        </div>
      ))}
      <Rows rows={buttons(answer.buttons)} press={press} />
      {path === 'model' && (
        <Badge size="xs" variant="default" tt="none" mt={4}>
          <Trans>by the model</Trans>
        </Badge>
      )}
    </div>
  );
}

function Rows({ rows, press }: { rows: Button[][]; press: (b: Button) => void }) {
  return rows.map((row, i) => (
    <Group key={i} gap={6} mt={6}>
      {row.map((b) =>
        b.url && safeUrl(b.url) ? (
          <Press key={b.text} component="a" href={b.url} target="_blank" rel="noreferrer" size="sm" variant="default">
            {b.text}
          </Press>
        ) : (
          <Press key={b.text} size="sm" variant="default" disabled={!b.action} onClick={() => press(b)}>
            {b.text}
          </Press>
        ),
      )}
    </Group>
  ));
}
