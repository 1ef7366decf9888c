import { Badge, Group, TagsInput } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../app/Guard';
import { desk, type Conversation } from '../../api/desk';
import { Refusal } from '../../ui/Refusal';
import { told } from './useInbox';

/** Labels are words that the shop finds conversations by. */
export function Labels({ c }: { c: Conversation }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const may = useMay('conversations:write');
  const save = useMutation({ mutationFn: (labels: string[]) => desk.label(c.id, labels), onSuccess: (now) => told(client, now) });
  const shown = (save.isPending ? save.variables : c.labels) ?? [];
  if (!may) {
    return (
      <Group gap={4}>
        {shown.map((l) => (
          <Badge key={l} variant="light" tt="none">
            {l}
          </Badge>
        ))}
      </Group>
    );
  }
  return (
    <>
      <TagsInput aria-label={t`Labels`} placeholder={shown.length ? '' : t`Write a label, press Enter`} value={shown} onChange={(l) => save.mutate(l)} maxTags={20} />
      <Refusal error={save.error} />
    </>
  );
}
