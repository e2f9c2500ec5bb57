/** What Tesseract saw, in its own build of blocks, paragraphs, lines and words, as lines of ours. */
import { turnBox } from '../layout/layout.ts';
import { around, type Box, type Turn, type Word } from '../page.ts';
import type { Recognized, RecognizedLine } from './engine.ts';

/** In pixels of the picture that was read, y down. A baseline runs in the direction of reading. */
export interface Bounds {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** The build of tesseract.js, as far as it is needed. */
export interface TesseractBlock {
  paragraphs: {
    lines: { baseline: Bounds; words: { text: string; bbox: Bounds; confidence: number }[] }[];
  }[];
}

/** Tesseract's blocks as lines; boxes are turned back to the picture that was given. */
export function toRecognized(
  data: { blocks: TesseractBlock[] | null },
  size: { width: number; height: number },
  turned: Turn,
): Recognized {
  const lines: RecognizedLine[] = [];
  const back = ((360 - turned) % 360) as Turn;
  for (const block of data.blocks ?? []) {
    for (const paragraph of block.paragraphs) {
      let opens = true;
      for (const line of paragraph.lines) {
        const words = line.words.map(word => toWord(word, size, back)).filter(isLikelyPrint);
        if (!words.length) continue;
        const turn = ((baselineTurn(line.baseline) + turned) % 360) as Turn;
        const [, , , height] = turnBox(around(words.map(word => word.box)), turn);
        lines.push({ words, opens, turn, size: height });
        opens = false;
      }
    }
  }
  const [turn = 0] = [...weights(lines)].sort((a, b) => b[1] - a[1]).map(([value]) => value);
  return { lines, turn, confidence: meanConfidence(lines) };
}

function toWord(
  { text, bbox, confidence }: { text: string; bbox: Bounds; confidence: number },
  { width, height }: { width: number; height: number },
  back: Turn,
): Word {
  const box: Box = [bbox.x0 / width, bbox.y0 / height, (bbox.x1 - bbox.x0) / width, (bbox.y1 - bbox.y0) / height];
  return { text: text.trim(), box: turnBox(box, back), confidence: Math.round(confidence) };
}

/** Specks come out as punctuation that the engine itself does not believe. Letters and digits always stay. */
const isLikelyPrint = ({ text, confidence = 0 }: Word): boolean =>
  text.length > 0 && (confidence >= 40 || /[\p{L}\p{N}]/u.test(text));

/** Tesseract gives baselines in the direction of reading, y down. */
function baselineTurn({ x0, y0, x1, y1 }: Bounds): Turn {
  const [dx, dy] = [x1 - x0, y1 - y0];
  if (Math.abs(dx) >= Math.abs(dy)) return dx < 0 ? 180 : 0;
  return dy < 0 ? 90 : 270;
}

function weights(lines: RecognizedLine[]): Map<Turn, number> {
  const sums = new Map<Turn, number>();
  for (const line of lines) sums.set(line.turn, (sums.get(line.turn) ?? 0) + line.words.length);
  return sums;
}

function meanConfidence(lines: RecognizedLine[]): number {
  let [sum, characters] = [0, 0];
  for (const { text, confidence = 0 } of lines.flatMap(line => line.words)) {
    sum += confidence * text.length;
    characters += text.length;
  }
  return characters ? sum / characters / 100 : 0;
}
