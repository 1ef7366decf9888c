// Pictures are made anew in the browser before they are sent: as large as they are shown,
// and without what a camera wrote into them.

/** Bounds of a picture that is chosen, and of the one that is sent. */
export const most = { bytes: 40 << 20, side: 1600, sent: 4 << 20 };

export type Refused = 'kind' | 'size' | 'broken';

/** Unfit is why a file is no picture for a product. */
export class Unfit extends Error {
  constructor(readonly why: Refused) {
    super(why);
  }
}

/** kindOf tells a picture by how its bytes begin, whatever its name says. */
export async function kindOf(file: Blob): Promise<string> {
  const b = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const text = String.fromCharCode(...b);
  if (b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff) return 'image/jpeg';
  if (text.startsWith('\x89PNG\r\n')) return 'image/png';
  if (text.startsWith('RIFF') && text.slice(8) === 'WEBP') return 'image/webp';
  return '';
}

/** Cut is what is kept of a picture, in its own pixels. */
export interface Cut {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** cutTo is the largest part of a form that a picture has, zoomed and moved: at is from 0 to 1 in each direction. */
export function cutTo(width: number, height: number, form: number, zoom: number, at: { x: number; y: number }): Cut {
  const whole = form === 0 ? { w: width, h: height } : width / height > form ? { w: height * form, h: height } : { w: width, h: width / form };
  const w = whole.w / zoom;
  const h = whole.h / zoom;
  return { x: Math.round((width - w) * at.x), y: Math.round((height - h) * at.y), width: Math.round(w), height: Math.round(h) };
}

/** open reads a picture that somebody chose. */
export async function open(file: Blob): Promise<ImageBitmap> {
  if (file.size > most.bytes) throw new Unfit('size');
  if (!(await kindOf(file))) throw new Unfit('kind');
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    throw new Unfit('broken');
  }
}

/** draw puts a part of a picture onto a canvas, no larger than most allows; what is clear becomes white. */
export function draw(canvas: HTMLCanvasElement, picture: ImageBitmap, cut: Cut, side = most.side): void {
  const scale = Math.min(1, side / Math.max(cut.width, cut.height));
  canvas.width = Math.max(1, Math.round(cut.width * scale));
  canvas.height = Math.max(1, Math.round(cut.height * scale));
  const at = canvas.getContext('2d');
  if (!at) throw new Unfit('broken');
  at.fillStyle = '#fff';
  at.fillRect(0, 0, canvas.width, canvas.height);
  at.imageSmoothingQuality = 'high';
  at.drawImage(picture, cut.x, cut.y, cut.width, cut.height, 0, 0, canvas.width, canvas.height);
}

/** made is the picture that is sent: a JPEG, which every messenger shows. */
export async function made(picture: ImageBitmap, cut: Cut): Promise<Blob> {
  const canvas = document.createElement('canvas');
  draw(canvas, picture, cut);
  for (const quality of [0.86, 0.7, 0.5]) {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    if (blob && blob.size <= most.sent) return blob;
  }
  throw new Unfit('size');
}
