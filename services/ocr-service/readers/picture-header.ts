/** What the header of a picture file says, before a pixel is decoded: size, resolution, orientation. */

export interface PictureHeader {
  width: number;
  height: number;
  /** Dots per inch, if the file states it. */
  dpi?: number;
  /** EXIF and TIFF tag 274: 1 is upright, 2-8 say how to mirror and turn for display. */
  orientation: number;
}

/** Reads a PNG's IHDR and pHYs chunks (PNG specification, 11.2.2 and 11.3.5.3). Undefined if it is no PNG. */
export function pngHeader(bytes: Buffer): PictureHeader | undefined {
  if (bytes.length < 33 || bytes.readUInt32BE(0) !== 0x89504e47) return undefined;
  const header: PictureHeader = { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), orientation: 1 };
  for (let at = 33; at + 12 <= bytes.length; ) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') break;
    if (type === 'pHYs' && at + 17 <= bytes.length && bytes[at + 16] === 1) {
      header.dpi = bytes.readUInt32BE(at + 8) * 0.0254;
    }
    at += 12 + bytes.readUInt32BE(at);
  }
  return header;
}

/** Reads a JPEG's frame header, JFIF density and EXIF orientation. Undefined if there is no frame. */
export function jpegHeader(bytes: Buffer): PictureHeader | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  let dpi: number | undefined;
  let orientation = 1;
  for (let at = 2; at + 10 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    const body = bytes.subarray(at + 4, at + 2 + length);
    // Start of frame: C0 to CF without DHT (C4), JPG (C8) and DAC (CC).
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)];
      return { width, height, orientation, ...(dpi && { dpi }) };
    }
    if (marker === 0xe0) dpi = jfifDpi(body) ?? dpi;
    if (marker === 0xe1) orientation = exifOrientation(body) ?? orientation;
    at += 2 + length;
  }
  return undefined;
}

function jfifDpi(body: Buffer): number | undefined {
  if (body.length < 12 || body.toString('latin1', 0, 5) !== 'JFIF\0') return undefined;
  const density = body.readUInt16BE(8);
  if (body[7] === 1) return density;
  return body[7] === 2 ? density * 2.54 : undefined;
}

/** The orientation tag of the first directory of an EXIF block. */
export function exifOrientation(body: Buffer): number | undefined {
  if (body.length < 20 || body.toString('latin1', 0, 6) !== 'Exif\0\0') return undefined;
  const tiff = body.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < short(directory); entry++) {
    const at = directory + 2 + 12 * entry;
    if (short(at) !== 0x0112) continue;
    const value = short(at + 8);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** A resolution below or above these is a default of some program, not a measure. */
const plausibleDpi = { least: 100, most: 1_200 };
const longestSideInches = 60;
const letterWidthInches = 8.5;

/** The stated resolution if it makes a plausible page, else that of a letter page of this many pixels. */
export function pageDpi({ width, height, dpi = 0 }: PictureHeader): number {
  const plausible = dpi >= plausibleDpi.least && dpi <= plausibleDpi.most;
  if (plausible && Math.max(width, height) / dpi <= longestSideInches) return dpi;
  return Math.min(600, Math.max(72, Math.min(width, height) / letterWidthInches));
}
