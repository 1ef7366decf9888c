import { ActionIcon, Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowLeft, IconArrowRight, IconPhotoPlus, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { Picture } from '../../ui/Picture';
import { Crop } from './Crop';
import type { Image } from './draft';
import css from './Product.module.css';

interface Props {
  images: Image[];
  change: (images: Image[]) => void;
  disabled: boolean;
}

/** moved is a list with one of its things at another place. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  const out = [...list];
  const [x] = out.splice(from, 1);
  if (x !== undefined) out.splice(Math.max(0, Math.min(to, out.length)), 0, x);
  return out;
}

/** Pictures are a product's, the first being what lists show. They are moved by dragging, or by the arrows below each. */
export function Pictures({ images, change, disabled }: Props) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const [files, setFiles] = useState<File[]>([]);
  const [dragged, setDragged] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const put = (from: number, to: number) => {
    change(moved(images, from, to));
    setSaid(t`Picture ${from + 1} is now number ${to + 1}`);
  };
  const next = files[0];
  return (
    <>
      <Group gap="xs" role="list" aria-label={t`Pictures`}>
        {images.map((image, i) => (
          <div
            key={image.url}
            role="listitem"
            className={css.picture}
            draggable={!disabled}
            onDragStart={() => setDragged(i)}
            onDragEnd={() => setDragged(null)}
            onDragOver={(e) => dragged !== null && e.preventDefault()}
            onDrop={() => dragged !== null && dragged !== i && put(dragged, i)}
          >
            <Picture url={image.url} size={116} alt={t`Picture ${i + 1}`} />
            {!disabled && (
              <Group gap={0} justify="space-between">
                <ActionIcon variant="subtle" color="gray" size={38} disabled={i === 0} aria-label={t`Picture ${i + 1}: to the front`} onClick={() => put(i, i - 1)}>
                  <IconArrowLeft size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon variant="subtle" color="gray" size={38} aria-label={t`Picture ${i + 1}: take away`} onClick={() => change(images.filter((x) => x !== image))}>
                  <IconX size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon variant="subtle" color="gray" size={38} disabled={i === images.length - 1} aria-label={t`Picture ${i + 1}: to the back`} onClick={() => put(i, i + 1)}>
                  <IconArrowRight size={16} aria-hidden />
                </ActionIcon>
              </Group>
            )}
          </div>
        ))}
      </Group>
      {images.length > 0 && !disabled && (
        <Text size="xs" c="dimmed">
          <Trans>The first picture stands in lists. Drag pictures into their order, or use the arrows.</Trans>
        </Text>
      )}
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        multiple
        hidden
        aria-label={t`Choose pictures`}
        onChange={(e) => {
          setFiles([...(e.currentTarget.files ?? [])]);
          e.currentTarget.value = '';
        }}
      />
      <div>
        <Button variant="light" leftSection={<IconPhotoPlus size={18} aria-hidden />} disabled={disabled} onClick={() => input.current?.click()}>
          <Trans>Add pictures</Trans>
        </Button>
      </div>
      {next && <Crop key={`${next.name}${next.lastModified}${files.length}`} file={next} close={() => setFiles((all) => all.slice(1))} add={(url) => change([...images, { url }])} />}
    </>
  );
}
