import { describe, expect, it } from 'vitest';
import { checkPhoto, maxBytes, sha256, typeOf } from '../src/admin/lib/photo';

const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

describe('a photo', () => {
  it('is known by its first bytes', () => {
    expect(typeOf(new Uint8Array([0xff, 0xd8, 0xff, 0xe1]))).toBe('image/jpeg');
    expect(typeOf(new Uint8Array(png))).toBe('image/png');
    expect(typeOf(new TextEncoder().encode('RIFF1234WEBPVP8 '))).toBe('image/webp');
    expect(typeOf(new TextEncoder().encode('RIFF1234WAVEfmt '))).toBeNull();
    expect(typeOf(new TextEncoder().encode('<svg onload=x>'))).toBeNull();
  });

  it('has the checksum that the server computes', async () => {
    // FIPS 180-4, example "abc".
    expect(await sha256(new Blob(['abc']))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('over 8 MB is refused unless it can be shrunk', async () => {
    const large = new Uint8Array(maxBytes + 1);
    large.set(png);
    expect(await checkPhoto(new Blob([large]))).toBe('upTooLarge');
    large.set([0xff, 0xd8, 0xff]);
    expect(await checkPhoto(new Blob([large]))).toBeNull();
  });
});
