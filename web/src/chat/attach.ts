/** What is done to a picture before it is sent: it is made no larger than a shop needs. */

const longest = 1600;

/** mostPictures is how many one message may have; the server says the same. */
export const mostPictures = 10;

/** isPicture reports whether a file claims to be one; whether it is, only reading it tells. */
export function isPicture(file: File): boolean {
  return file.type.startsWith('image/') && file.type !== 'image/svg+xml';
}

/**
 * prepare scales a photo down and writes it anew as JPEG, which also takes out where and
 * with what it was taken. It throws when the browser cannot read it.
 */
export async function prepare(file: Blob): Promise<Blob> {
  const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, longest / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const paper = canvas.getContext('2d');
  if (!paper) throw new Error('no canvas');
  paper.fillStyle = '#ffffff'; // what is transparent in a PNG
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  return new Promise((done, fail) => canvas.toBlob((b) => (b ? done(b) : fail(new Error('no picture'))), 'image/jpeg', 0.85));
}
