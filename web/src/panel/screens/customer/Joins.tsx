import { Button, Group, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api } from '../../api/client';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { Status } from '../../ui/Status';
import { When } from '../../ui/When';
import css from '../order/Order.module.css';
import { Part, Read } from '../order/Part';
import { useAsk, useJoins } from './data';
import { JoinSheet } from './JoinSheet';
import { states } from './words';

/** Joins are contacts that became this one, each with its way back. gone: the contact itself is no more. */
export function Joins({ id, gone }: { id: string; gone?: boolean }) {
  const { t } = useLingui();
  const may = useMay('contacts:write');
  const [open, setOpen] = useState(false);
  const part = useAsk((join: string) => api.POST('/api/v1/contact-joins/{id}/undo', { params: { path: { id: join } } }), t`They will be two customers again in a moment`);
  const read = useJoins(id);
  if (gone && !read.data?.length) return null;
  return (
    <Part
      title={t`The same person`}
      action={
        may &&
        !gone && (
          <Button variant="default" size="xs" onClick={() => setOpen(true)}>
            <Trans>Merge…</Trans>
          </Button>
        )
      }
    >
      <Refusal error={part.error} />
      <Read of={read}>
        {(all) =>
          all.length === 0 ? (
            <Text c="dimmed" size="sm">
              <Trans>If one person writes from two places, make one customer of both.</Trans>
            </Text>
          ) : (
            <ul className={css.plain}>
              {all.map((j) => (
                <li key={j.id} className={css.row}>
                  <Group justify="space-between" gap="xs">
                    <Status word={j.state} of={states} />
                    {may && j.state === 'joined' && (
                      <Button variant="default" size="compact-sm" loading={part.isPending && part.variables === j.id} onClick={() => part.mutate(j.id)}>
                        <Trans>Undo the merge</Trans>
                      </Button>
                    )}
                  </Group>
                  <Text size="xs" c="dimmed">
                    <When at={j.undone_at ?? j.done_at ?? j.asked_at} />
                    {j.why && ` · ${j.why}`}
                  </Text>
                </li>
              ))}
            </ul>
          )
        }
      </Read>
      {open && <JoinSheet id={id} close={() => setOpen(false)} />}
    </Part>
  );
}
