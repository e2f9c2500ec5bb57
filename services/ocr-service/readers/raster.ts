/** A grey picture in memory, and what can be asked of its ink. */
import type { Box, Turn } from '../page.ts';

/** Eight bits a pixel, 0 is black; rows without padding. */
export interface Raster {
  width: number;
  height: number;
  pixels: Uint8Array;
}

/** Darker than this is ink: pencil and grey stamps count, paper tone does not. */
const inkBelow = 160;
/** 1 for ink, 0 for anything lighter. */
export const isInk = (tone: number): 0 | 1 => (tone < inkBelow ? 1 : 0);

/** Lighter than this is paper. */
const paperAbove = 200;
/** Less difference between the lightest and the darkest pixel than this is one flat tone. */
const flatRange = 32;
/** Less ink than this share of the page is dust: about 250 specks of one pixel on a letter page at 100 dpi. */
const blankShare = 0.0003;

interface PixelBox {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function toPixels({ width, height }: Raster, [x, y, w, h]: Box, pad = 0): PixelBox {
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));
  return {
    left: clamp(Math.floor(x * width) - pad, width),
    top: clamp(Math.floor(y * height) - pad, height),
    right: clamp(Math.ceil((x + w) * width) + pad, width),
    bottom: clamp(Math.ceil((y + h) * height) + pad, height),
  };
}

function tones(raster: Raster, { left, top, right, bottom }: PixelBox): { darkest: number; lightest: number } {
  let [darkest, lightest] = [255, 0];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const tone = raster.pixels[y * raster.width + x] as number;
      if (tone < darkest) darkest = tone;
      if (tone > lightest) lightest = tone;
    }
  }
  return { darkest, lightest };
}

/** In a smaller box a comma may leave no trace, and an "l" fills it. */
const fewestPixels = 3;

export type Visibility = 'seen' | 'paper' | 'covered' | 'unclear';

/**
 * What a reader sees where a character should be. `seen`: something is drawn. `paper`: nothing is. `covered`: a flat
 * tone that goes on to at least one side, as under a black box; a heavy
 * letter fills its own box, but stands alone. `unclear`: too small to tell; its neighbours in the word decide.
 */
export function visibility(raster: Raster, box: Box, reach: number): Visibility {
  const own = toPixels(raster, box);
  if (own.left >= own.right || own.top >= own.bottom) return 'unclear';
  const { darkest, lightest } = tones(raster, own);
  if (lightest - darkest >= flatRange) return 'seen';
  if (box[2] * raster.width < fewestPixels || box[3] * raster.height < fewestPixels) return 'unclear';
  if (darkest >= paperAbove) return 'paper';
  const steps = Math.max(2, Math.round(reach * raster.width));
  const sides = [
    { ...own, left: Math.max(0, own.left - steps), right: own.left },
    { ...own, left: own.right, right: Math.min(raster.width, own.right + steps) },
  ];
  const covered = sides.some(side => {
    const beside = tones(raster, side);
    return side.left < side.right && beside.lightest - darkest < flatRange && lightest - beside.darkest < flatRange;
  });
  return covered ? 'covered' : 'seen';
}

/** Shares of the page area: all ink, ink that no text box holds, and the part of that which lies in pictures. */
export interface InkShares {
  all: number;
  outsideText: number;
  outsideTextInPictures: number;
}

export function inkShares(raster: Raster, text: Box[], pictures: Box[]): InkShares {
  const { width, height, pixels } = raster;
  const marks = new Uint8Array(width * height);
  const mark = (boxes: Box[], bit: number, pad: number) => {
    for (const box of boxes) {
      const { left, top, right, bottom } = toPixels(raster, box, pad);
      for (let y = top; y < bottom; y++) {
        for (let at = y * width + left; at < y * width + right; at++) marks[at] = (marks[at] as number) | bit;
      }
    }
  };
  mark(text, 1, 2);
  mark(pictures, 2, 0);
  let [all, outside, inPictures] = [0, 0, 0];
  for (let at = 0; at < pixels.length; at++) {
    if ((pixels[at] as number) >= inkBelow) continue;
    all++;
    const where = marks[at] as number;
    if (where & 1) continue;
    outside++;
    if (where & 2) inPictures++;
  }
  const area = Math.max(1, width * height);
  return { all: all / area, outsideText: outside / area, outsideTextInPictures: inPictures / area };
}

/** True if there is no more ink than dust. */
export const isBlank = (ink: InkShares): boolean => ink.all < blankShare;

/** The raster turned clockwise. */
export function turnRaster(raster: Raster, turn: Turn): Raster {
  const { width, height, pixels } = raster;
  if (turn === 0) return raster;
  const sideways = turn !== 180;
  const turned = new Uint8Array(pixels.length);
  const newWidth = sideways ? height : width;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let at = (height - 1 - y) * newWidth + (width - 1 - x);
      if (turn === 90) at = x * newWidth + (height - 1 - y);
      if (turn === 270) at = (width - 1 - x) * newWidth + y;
      turned[at] = pixels[y * width + x] as number;
    }
  }
  return { width: newWidth, height: sideways ? width : height, pixels: turned };
}

/** The raster mirrored left to right. */
export function mirrorRaster({ width, height, pixels }: Raster): Raster {
  const mirrored = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) mirrored[y * width + x] = pixels[y * width + width - 1 - x] as number;
  }
  return { width, height, pixels: mirrored };
}

/** Half the size, each pixel the mean of four. */
export function halveRaster({ width, height, pixels }: Raster): Raster {
  const [newWidth, newHeight] = [width >> 1, height >> 1];
  const halved = new Uint8Array(newWidth * newHeight);
  for (let y = 0; y < newHeight; y++) {
    for (let x = 0; x < newWidth; x++) {
      const at = 2 * y * width + 2 * x;
      const sum = (pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + width] ?? 0) + (pixels[at + width + 1] ?? 0);
      halved[y * newWidth + x] = sum >> 2;
    }
  }
  return { width: newWidth, height: newHeight, pixels: halved };
}
