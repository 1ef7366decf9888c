import { Alert, Button, Group, SegmentedControl, Slider, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Refusal } from '../../ui/Refusal';
import { Sheet } from '../../ui/Sheet';
import css from './Product.module.css';
import { cutTo, draw, made, open, Unfit } from './scale';
import { send } from './send';

interface Props {
  file: File;
  close: () => void;
  add: (url: string) => void;
}

const forms = { square: 1, tall: 3 / 4, wide: 4 / 3, whole: 0 } as const;

/** Crop shows a chosen picture, lets it be cut, and sends what is left. */
export function Crop({ file, close, add }: Props) {
  const { t } = useLingui();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [refused, setRefused] = useState<unknown>(null);
  const [form, setForm] = useState<keyof typeof forms>('square');
  const [zoom, setZoom] = useState(1);
  const [at, setAt] = useState({ x: 0.5, y: 0.5 });
  useEffect(() => {
    let gone = false;
    open(file).then((p) => (gone ? p.close() : setPicture(p)), (e: unknown) => !gone && setRefused(e));
    return () => void (gone = true);
  }, [file]);
  const cut = picture && cutTo(picture.width, picture.height, forms[form], zoom, at);
  useEffect(() => {
    if (canvas.current && picture && cut) draw(canvas.current, picture, cut, 640);
  });
  const run = useMutation({
    mutationFn: async () => send(await made(picture!, cut!)),
    onSuccess: (url) => (add(url), close()),
  });
  const move = (e: React.PointerEvent) => {
    if (!e.buttons || !canvas.current) return;
    const { width, height } = canvas.current.getBoundingClientRect();
    setAt((a) => ({ x: clamp(a.x - e.movementX / width), y: clamp(a.y - e.movementY / height) }));
  };
  const why = refused instanceof Unfit ? { kind: t`This is no JPEG, PNG or WebP. Drawings in SVG are not taken.`, size: t`The picture is larger than 40 MB: choose a smaller one.`, broken: t`The picture cannot be read: choose another one.` }[refused.why] : '';
  return (
    <Sheet title={t`Cut the picture`} opened close={close}>
      {why ? (
        <Alert color="red" role="alert">
          {why}
        </Alert>
      ) : (
        <Stack gap="sm">
          <canvas ref={canvas} className={css.cut} role="img" aria-label={t`What customers will see`} onPointerMove={move} />
          <SegmentedControl
            aria-label={t`Form of the picture`}
            value={form}
            onChange={(v) => setForm(v as keyof typeof forms)}
            data={[
              { value: 'square', label: '1:1' },
              { value: 'tall', label: '3:4' },
              { value: 'wide', label: '4:3' },
              { value: 'whole', label: t`Whole` },
            ]}
          />
          {(
            [
              [t`Larger`, zoom, 1, 4, setZoom],
              [t`Left and right`, at.x, 0, 1, (x: number) => setAt({ ...at, x })],
              [t`Up and down`, at.y, 0, 1, (y: number) => setAt({ ...at, y })],
            ] as [string, number, number, number, (v: number) => void][]
          ).map(([label, value, min, max, change]) => (
            <div key={label}>
              <Text size="sm">{label}</Text>
              <Slider thumbLabel={label} value={value} min={min} max={max} step={0.02} label={null} onChange={change} />
            </div>
          ))}
          <Refusal error={run.error} />
          <Group justify="end">
            <Button variant="default" onClick={close}>
              <Trans>Not this one</Trans>
            </Button>
            <Button loading={run.isPending} disabled={!picture} onClick={() => run.mutate()}>
              <Trans>Add the picture</Trans>
            </Button>
          </Group>
        </Stack>
      )}
    </Sheet>
  );
}

const clamp = (n: number) => Math.min(1, Math.max(0, n));
