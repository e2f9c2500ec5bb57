/** Erases ruled lines - tables, forms, underlines - from a grey picture: OCR engines take a ruled table for a drawing and skip it. */
import { isInk, type Raster } from './raster.ts';

/** Shorter strokes belong to letters: this is the crossbar of 30-point print. In inches. */
const shortest = 0.25;
/** Thicker ones are bars, boxes and the strokes of large print. In inches. */
const thickest = 0.03;
/** Letters that touch make long runs too, but over their stems the run is thick: a line is thin over this share of it. */
const thinShare = 0.75;

/**
 * Erases thin dark runs, across and down, in place; letters that a line crosses keep their strokes. A line may be tilted
 * as far as it still runs 0.25 inch within three rows of pixels, about two degrees.
 */
export function eraseRuledLines(raster: Raster, dpi: number): void {
  const { width, height, pixels } = raster;
  const dark = pixels.map(isInk);
  const limits = { shortest: Math.round(shortest * dpi), thickest: Math.max(3, Math.round(thickest * dpi)) };
  const across = findThinRuns(dark, width, height, limits);
  const down = findThinRuns(transpose(dark, width, height), height, width, limits);
  for (const { along, from, to } of across) {
    for (let y = from; y < to; y++) pixels[y * width + along] = 255;
  }
  for (const { along, from, to } of down) pixels.fill(255, along * width + from, along * width + to);
}

/** One column of a horizontal line: its place along the line, and its extent across it with a soft edge on both sides. */
interface Slice {
  along: number;
  from: number;
  to: number;
}

interface Limits {
  shortest: number;
  thickest: number;
}

function findThinRuns(dark: Uint8Array, width: number, height: number, limits: Limits): Slice[] {
  const found: Slice[] = [];
  const band = new Uint8Array(width);
  for (let y = 1; y < height - 1; y++) {
    const at = y * width;
    for (let x = 0; x < width; x++) {
      band[x] = (dark[at + x] as number) | (dark[at + x - width] as number) | (dark[at + x + width] as number);
    }
    for (let start = band.indexOf(1); start >= 0; ) {
      const gap = band.indexOf(0, start);
      const end = gap < 0 ? width : gap;
      if (end - start >= limits.shortest) found.push(...thinSlices(dark, { width, height }, { y, start, end }, limits));
      start = band.indexOf(1, end);
    }
  }
  return found;
}

/** The slices of a run where it is thin, if it is so over most of its length. */
function thinSlices(
  dark: Uint8Array,
  { width, height }: { width: number; height: number },
  { y, start, end }: { y: number; start: number; end: number },
  { thickest }: Limits,
): Slice[] {
  const slices: Slice[] = [];
  for (let x = start; x < end; x++) {
    const isDark = (row: number) => row >= 0 && row < height && dark[row * width + x] === 1;
    const seed = [y, y - 1, y + 1].find(isDark) ?? y;
    let [from, to] = [seed, seed];
    while (isDark(from - 1) && to - from <= thickest) from--;
    while (isDark(to) && to - from <= thickest) to++;
    if (to - from <= thickest) slices.push({ along: x, from: Math.max(0, from - 1), to: Math.min(height, to + 1) });
  }
  return slices.length >= thinShare * (end - start) ? slices : [];
}

function transpose(dark: Uint8Array, width: number, height: number): Uint8Array {
  const turned = new Uint8Array(dark.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) turned[x * height + y] = dark[y * width + x] as number;
  }
  return turned;
}
