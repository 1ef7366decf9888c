/** most is the largest table that is sent from the panel, in bytes; the command line takes more. */
export const most = 16 << 20;

/** packed is a file as the API takes tables: gzip in base64. */
export async function packed(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await new Response(file.stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
