/** The TSV of the program tesseract, as the blocks that tesseract.js gives. */
import { PipelineError } from '../../../shared/errors.ts';
import type { Bounds, TesseractBlock } from './tesseract-blocks.ts';

const columns = 12;
const wordLevel = '5';

type Row = { block: string; paragraph: string; line: string; bbox: Bounds; confidence: number; text: string };
type TsvLine = TesseractBlock['paragraphs'][number]['lines'][number];

/** Throws `X_ENGINE_ANSWER` for what is no TSV of Tesseract's. */
export function parseTsv(tsv: string): TesseractBlock[] {
  const [head = '', ...rows] = tsv.split(/\r?\n/).filter(row => row !== '');
  if (!head.startsWith('level\tpage_num\tblock_num')) {
    throw new PipelineError('X_ENGINE_ANSWER', 'tesseract gave no TSV', { engine: 'tesseract' });
  }
  const words = rows.flatMap(row => (row.startsWith(`${wordLevel}\t`) ? [wordRow(row)] : []));
  const blocks = groupBy(words, row => row.block).map(inBlock => ({
    paragraphs: groupBy(inBlock, row => row.paragraph).map(inParagraph => ({
      lines: groupBy(inParagraph, row => row.line).map(lineOf),
    })),
  }));
  return withLoneWords(blocks);
}

function wordRow(row: string): Row {
  const fields = row.split('\t');
  const [left, top, width, height, confidence] = fields.slice(6, 11).map(Number);
  if (fields.length < columns || [left, top, width, height, confidence].some(value => !Number.isFinite(value))) {
    throw new PipelineError('X_ENGINE_ANSWER', 'tesseract gave a broken TSV', { engine: 'tesseract' });
  }
  const [x0, y0] = [left as number, top as number];
  return {
    ...{ block: fields[2] as string, paragraph: fields[3] as string, line: fields[4] as string },
    bbox: { x0, y0, x1: x0 + (width as number), y1: y0 + (height as number) },
    confidence: Math.max(0, confidence as number),
    text: fields.slice(columns - 1).join(' '),
  };
}

function groupBy(rows: Row[], key: (row: Row) => string): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return [...groups.values()];
}

/** The TSV has no baselines: the way from the first word to the last shows where a line runs. */
function lineOf(rows: Row[]): TsvLine {
  const [first, last] = [centre((rows[0] as Row).bbox), centre((rows.at(-1) as Row).bbox)];
  const words = rows.map(({ text, bbox, confidence }) => ({ text, bbox, confidence }));
  return { words, baseline: { x0: first.x, y0: first.y, x1: last.x, y1: last.y } };
}

const centre = ({ x0, y0, x1, y1 }: Bounds) => ({ x: (x0 + x1) / 2, y: (y0 + y1) / 2 });

/** A line of one word runs as most lines do. */
function withLoneWords(blocks: TesseractBlock[]): TesseractBlock[] {
  const lines = blocks.flatMap(block => block.paragraphs.flatMap(paragraph => paragraph.lines));
  const ways = { right: 0, left: 0, up: 0, down: 0 };
  for (const { baseline, words } of lines) if (words.length > 1) ways[wayOf(baseline)] += words.length;
  const [most] = (Object.entries(ways) as [Way, number][]).sort((a, b) => b[1] - a[1])[0] as [Way, number];
  for (const line of lines) if (line.words.length === 1) line.baseline = steps[most];
  return blocks;
}

type Way = 'right' | 'left' | 'up' | 'down';

const steps: Record<Way, Bounds> = {
  right: { x0: 0, y0: 0, x1: 1, y1: 0 },
  left: { x0: 1, y0: 0, x1: 0, y1: 0 },
  up: { x0: 0, y0: 1, x1: 0, y1: 0 },
  down: { x0: 0, y0: 0, x1: 0, y1: 1 },
};

function wayOf({ x0, y0, x1, y1 }: Bounds): Way {
  const [dx, dy] = [x1 - x0, y1 - y0];
  if (Math.abs(dx) >= Math.abs(dy)) return dx < 0 ? 'left' : 'right';
  return dy < 0 ? 'up' : 'down';
}
