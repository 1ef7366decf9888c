import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconCheck } from '@tabler/icons-react';
import type { Step } from './data';
import css from './Guide.module.css';
import { titles } from './words';

/** Steps is the way, with how far each step is; any can be opened. */
export function Steps({ steps, at, open }: { steps: Step[]; at: Step['key']; open: (key: Step['key']) => void }) {
  const { t, i18n } = useLingui();
  const said = { '': '', done: t`done`, skipped: t`skipped` };
  return (
    <nav aria-label={t`Steps`}>
      <ol className={css.steps}>
        {steps.map((s, i) => (
          <li key={s.key}>
            <UnstyledButton className={css.entry} data-state={s.state} aria-current={s.key === at ? 'step' : undefined} onClick={() => open(s.key)}>
              <span className={css.number} aria-hidden>
                {s.state === 'done' ? <IconCheck size={17} /> : i + 1}
              </span>
              <span className={css.label}>
                {i18n._(titles[s.key])}
                {s.state !== '' && <VisuallyHidden>, {said[s.state]}</VisuallyHidden>}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </nav>
  );
}
