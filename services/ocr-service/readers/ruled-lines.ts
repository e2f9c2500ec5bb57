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
 * as far as it still runs 0.25 inch within three rows of pixels, about two degrees. Returns their length in inches.
 */
export function eraseRuledLines(raster: Raster, dpi: number): number {
  const { width, height, pixels } = raster;
  const dark = pixels.map(isInk);
  const limits = { shortest: Math.round(shortest * dpi), thickest: Math.max(3, Math.round(thickest * dpi)) };
  const across = findLines(dark, width, height, limits);
  const down = findLines(transpose(dark, width, height), height, width, limits);
  for (const { along, from, to } of across.slices) {
    for (let y = from; y < to; y++) pixels[y * width + along] = 255;
  }
  for (const { along, from, to } of down.slices) pixels.fill(255, along * width + from, along * width + to);
  eraseCrossings(raster, across.runs, down.runs);
  // Neighbouring rows of pixels find the same line again.
  const lengthOf = (slices: Slice[]) => new Set(slices.map(({ along, from }) => from * 0x10000 + along)).size;
  return (lengthOf(across.slices) + lengthOf(down.slices)) / dpi;
}

/** Where two lines cross, neither is thin. */
function eraseCrossings({ width, pixels }: Raster, across: Run[], down: Run[]): void {
  const inLine = new Uint8Array(pixels.length);
  for (const { at, start, end } of across) {
    for (let y = at - 1; y <= at + 1; y++) inLine.fill(1, y * width + start, y * width + end);
  }
  for (const { at, start, end } of down) {
    for (let y = start; y < end; y++) {
      for (let place = y * width + at - 1; place <= y * width + at + 1; place++) if (inLine[place]) pixels[place] = 255;
    }
  }
}

/** Dark from `start` to `end` in one of three rows (for lines down: columns) of pixels around `at`. */
interface Run {
  at: number;
  start: number;
  end: number;
}

/** One column of a line: its place along the line, and its extent across it with a soft edge on both sides. */
interface Slice {
  along: number;
  from: number;
  to: number;
}

interface Limits {
  shortest: number;
  thickest: number;
}

function findLines(dark: Uint8Array, width: number, height: number, limits: Limits): { runs: Run[]; slices: Slice[] } {
  const [runs, slices]: [Run[], Slice[]] = [[], []];
  const band = new Uint8Array(width);
  for (let y = 1; y < height - 1; y++) {
    const at = y * width;
    for (let x = 0; x < width; x++) {
      band[x] = (dark[at + x] as number) | (dark[at + x - width] as number) | (dark[at + x + width] as number);
    }
    for (let start = band.indexOf(1); start >= 0; ) {
      const gap = band.indexOf(0, start);
      const end = gap < 0 ? width : gap;
      const run = { at: y, start, end };
      const thin = end - start >= limits.shortest ? thinSlices(dark, { width, height }, run, limits) : [];
      if (thin.length) runs.push(run);
      slices.push(...thin);
      start = band.indexOf(1, end);
    }
  }
  return { runs, slices };
}

/** The slices of a run where it is thin, if it is so over most of its length. */
function thinSlices(
  dark: Uint8Array,
  { width, height }: { width: number; height: number },
  { at, start, end }: Run,
  { thickest }: Limits,
): Slice[] {
  const slices: Slice[] = [];
  for (let x = start; x < end; x++) {
    const isDark = (row: number) => row >= 0 && row < height && dark[row * width + x] === 1;
    const seed = [at, at - 1, at + 1].find(isDark) ?? at;
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
