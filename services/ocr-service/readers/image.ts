/** Reads picture files - PNG, JPEG, multi-page TIFF - as grey rasters, upright as their viewers show them. */
import { readFileSync } from 'node:fs';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import UTIF from 'utif2';
import { PipelineError, toPipelineError } from '../../../shared/errors.ts';
import { jpegHeader, type PictureHeader, pngHeader } from './picture-header.ts';
import { mirrorRaster, type Raster, turnRaster } from './raster.ts';

export interface ImageFile {
  pages: ImagePage[];
}

export interface ImagePage {
  header: PictureHeader;
  /** Decodes the pixels; throws `I_DAMAGED`. */
  decode(): Raster;
}

/** Opens the file by its media type: headers only, nothing is decoded. Throws `I_DAMAGED` or `I_NO_PAGES`. */
export function openImage(path: string, mediaType: string): ImageFile {
  const bytes = readFileSync(path);
  if (mediaType === 'image/tiff') return openTiff(bytes);
  const isPng = mediaType === 'image/png';
  const header = isPng ? pngHeader(bytes) : jpegHeader(bytes);
  if (!header?.width || !header.height)
    throw new PipelineError('I_DAMAGED', `the ${mediaType} file has no usable header`);
  return {
    pages: [{ header, decode: decoder(mediaType, header, () => (isPng ? decodePng(bytes) : decodeJpeg(bytes))) }],
  };
}

/** Decoders throw what they like; for us a picture that does not decode is damaged. */
function decoder(mediaType: string, header: PictureHeader, decode: () => Raster): () => Raster {
  return () => {
    let raster: Raster;
    try {
      raster = decode();
    } catch (thrown) {
      if (thrown instanceof RangeError || thrown instanceof PipelineError) throw thrown;
      throw new PipelineError('I_DAMAGED', `the ${mediaType} file cannot be decoded`, {
        cause: toPipelineError(thrown),
      });
    }
    return upright(raster, header.orientation);
  };
}

function decodePng(bytes: Buffer): Raster {
  const { width, height, data } = PNG.sync.read(bytes, { checkCRC: false });
  return { width, height, pixels: greyOf(data, 4, width * height) };
}

function decodeJpeg(bytes: Buffer): Raster {
  // Our own limit was checked on the header; the library's are lifted above it, its memory guard stays.
  const limits = { maxResolutionInMP: 1_000, maxMemoryUsageInMB: 1_400 };
  const { width, height, data } = jpeg.decode(bytes, { useTArray: true, formatAsRGBA: false, ...limits });
  return { width, height, pixels: greyOf(data, 3, width * height) };
}

/** Luma by ITU-R BT.601, transparent pixels on white paper. */
function greyOf(data: Uint8Array, channels: 3 | 4, count: number): Uint8Array {
  const pixels = new Uint8Array(count);
  for (let index = 0, at = 0; index < count; index++, at += channels) {
    const luma = (299 * (data[at] ?? 0) + 587 * (data[at + 1] ?? 0) + 114 * (data[at + 2] ?? 0)) / 1000;
    const alpha = channels === 4 ? (data[at + 3] ?? 255) / 255 : 1;
    pixels[index] = Math.round(luma * alpha + 255 * (1 - alpha));
  }
  return pixels;
}

function openTiff(bytes: Buffer): ImageFile {
  let directories: UTIF.IFD[];
  try {
    directories = UTIF.decode(bytes);
  } catch (thrown) {
    throw new PipelineError('I_DAMAGED', 'the TIFF file has no usable directory', { cause: toPipelineError(thrown) });
  }
  const pages = directories.filter(isPage).map(directory => {
    const header = tiffHeader(directory);
    return { header, decode: decoder('image/tiff', header, () => decodeTiff(bytes, directory, header)) };
  });
  if (!pages.length) throw new PipelineError('I_NO_PAGES', 'the TIFF file holds no page');
  return { pages };
}

const tag = (directory: UTIF.IFD, name: string): number | undefined => {
  const value = directory[name];
  const first = Array.isArray(value) ? value[0] : undefined;
  return typeof first === 'number' && Number.isFinite(first) ? first : undefined;
};

/** Directories with a size that are not a reduced copy of another page (TIFF 6.0, NewSubfileType bit 0). */
const isPage = (directory: UTIF.IFD): boolean =>
  ((tag(directory, 't254') ?? 0) & 1) === 0 && Boolean(tag(directory, 't256') && tag(directory, 't257'));

function tiffHeader(directory: UTIF.IFD): PictureHeader {
  const perUnit = tag(directory, 't282');
  // ResolutionUnit: 3 is the centimetre, 2 (the default) the inch, 1 none.
  const unit = tag(directory, 't296') ?? 2;
  const dpi = perUnit && unit !== 1 ? perUnit * (unit === 3 ? 2.54 : 1) : undefined;
  const [width = 0, height = 0] = [tag(directory, 't256'), tag(directory, 't257')];
  return { width, height, orientation: tag(directory, 't274') ?? 1, ...(dpi && { dpi }) };
}

function decodeTiff(bytes: Buffer, directory: UTIF.IFD, { width, height }: PictureHeader): Raster {
  UTIF.decodeImage(bytes, directory);
  const data = UTIF.toRGBA8(directory);
  if (data.length < width * height * 4) throw new TypeError('fewer pixels than the directory states');
  return { width, height, pixels: greyOf(data, 4, width * height) };
}

/** Applies EXIF orientation (JEITA CP-3451, tag 274). */
function upright(raster: Raster, orientation: number): Raster {
  if (orientation === 2) return mirrorRaster(raster);
  if (orientation === 3) return turnRaster(raster, 180);
  if (orientation === 4) return mirrorRaster(turnRaster(raster, 180));
  if (orientation === 5) return mirrorRaster(turnRaster(raster, 90));
  if (orientation === 6) return turnRaster(raster, 90);
  if (orientation === 7) return mirrorRaster(turnRaster(raster, 270));
  if (orientation === 8) return turnRaster(raster, 270);
  return raster;
}

/** The size as displayed, after orientation. */
export const displaySize = ({ width, height, orientation }: PictureHeader) =>
  orientation >= 5 ? { width: height, height: width } : { width, height };
