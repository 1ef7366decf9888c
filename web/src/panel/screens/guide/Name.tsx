import { Button } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { Form } from '../settings/Form';

/** StepProps is what each step is given. */
export interface StepProps {
  done: () => void;
  busy: boolean;
}

const asked = ['shop.name', 'shop.languages', 'shop.time_zone', 'shop.greeting'];

/** Name asks for what customers see first. */
export function Name({ done, busy }: StepProps) {
  return (
    <Form
      wanted={(s) => asked.includes(s.key)}
      next={(save, saving) => (
        <Button loading={busy || saving} onClick={() => save(done)} style={{ alignSelf: 'flex-start' }}>
          <Trans>Go on</Trans>
        </Button>
      )}
    />
  );
}
