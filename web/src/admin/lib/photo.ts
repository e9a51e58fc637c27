export const maxBytes = 8 * 1024 * 1024;
const shrinkAbove = 2 * 1024 * 1024;
const longestSide = 2560;

export type PhotoFault = 'upTooLarge' | 'upWrongType' | 'upEmpty';

/** By content, not by name: a renamed file is told at once instead of after the upload. */
export function typeOf(head: Uint8Array): 'image/jpeg' | 'image/png' | 'image/webp' | null {
  const at = (offset: number, bytes: number[]) => bytes.every((byte, i) => head[offset + i] === byte);
  if (at(0, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (at(0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (at(0, [0x52, 0x49, 0x46, 0x46]) && at(8, [0x57, 0x45, 0x42, 0x50])) return 'image/webp';
  return null;
}

export async function checkPhoto(file: Blob): Promise<PhotoFault | null> {
  if (file.size === 0) return 'upEmpty';
  const type = typeOf(new Uint8Array(await file.slice(0, 12).arrayBuffer()));
  if (type === null) return 'upWrongType';
  // A large JPEG is shrunk before it is sent.
  return file.size > maxBytes && type !== 'image/jpeg' ? 'upTooLarge' : null;
}

/** A phone's photo of 5 MB becomes about 1 MB; drawing it anew also drops the place it was taken at. */
export async function shrink(file: Blob): Promise<Blob> {
  if (file.size <= shrinkAbove || typeOf(new Uint8Array(await file.slice(0, 12).arrayBuffer())) !== 'image/jpeg') return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const smaller = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.85));
    return smaller && smaller.size < file.size ? smaller : file;
  } catch {
    // A picture this browser cannot draw goes as it is: the server checks it anyway.
    return file;
  }
}

/** In hex; null where the browser has no cryptography for the page, which is away from HTTPS and localhost. */
export async function sha256(file: Blob): Promise<string | null> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (!subtle) return null;
  const digest = new Uint8Array(await subtle.digest('SHA-256', await file.arrayBuffer()));
  return Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('');
}
