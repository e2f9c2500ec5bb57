import { expect } from 'chai';
import type { Box } from './page.ts';
import type { Raster } from './readers/raster.ts';
import { countUnreadCells, countUnreadPatches, mapInk } from './unread-ink.ts';

const dpi = 120;

/** A page of 5 by 5 inches with lines of print, 3 inches wide, at these heights in inches. */
function page(...lines: number[]): Raster {
  const raster = { width: 600, height: 600, pixels: new Uint8Array(360_000).fill(255) };
  for (const line of lines) {
    for (let x = 120; x < 480; x += 4) {
      for (let y = Math.round(line * dpi); y < line * dpi + 18; y++) raster.pixels[y * 600 + x] = 0;
    }
  }
  return raster;
}

const wordsAt = (line: number): Box[] => [[0.2, line / 5, 0.6, 0.03]];

describe('unread ink', () => {
  it('counts a line of print without words', () => {
    const ink = mapInk(page(1, 2), dpi);
    expect(countUnreadPatches(ink, wordsAt(1))).to.equal(1);
    expect(countUnreadCells(ink, wordsAt(1))).to.be.within(60, 120);
    expect(countUnreadPatches(ink, [...wordsAt(1), ...wordsAt(2)])).to.equal(0);
  });

  it('leaves dust, black areas and the shadow at the edge of the sheet', () => {
    const raster = page();
    for (let at = 0; at < 360_000; at += 997) raster.pixels[at] = 0;
    for (let y = 100; y < 300; y++) raster.pixels.fill(0, y * 600 + 100, y * 600 + 500);
    for (let y = 0; y < 600; y++) raster.pixels.fill(0, y * 600 + 594, y * 600 + 598);
    expect(countUnreadPatches(mapInk(raster, dpi), [])).to.equal(0);
  });

  it('leaves a tick or a smudge', () => {
    const raster = page();
    for (let y = 200; y < 220; y++) raster.pixels.fill(0, y * 600 + 200, y * 600 + 206);
    expect(countUnreadPatches(mapInk(raster, dpi), [])).to.equal(0);
  });
});
