/** Places segments in the frozen text of a document and says what that text is: the same for pages and utterances. */
import { createHash } from 'node:crypto';
import type { SegmentRow } from '../domain/rows.ts';
import { PipelineError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import { segmentSeparator } from './clean.ts';
import { countInvisible } from './invisible.ts';
import { detectLanguage } from './language.ts';

/** A segment before it is placed in the frozen text. */
export type LooseSegment = Omit<SegmentRow, 'id' | 'ordinal' | 'charStart' | 'charEnd'>;

export interface PlacedSegments {
  segments: Omit<SegmentRow, 'id'>[];
  counts: { segments: number; characters: number };
  /** What the document's row says of its text. */
  document: { textLength: number; textSha256: string; language: string };
  /** What stands in it that nobody sees: named before a model reads it. */
  warnings: { code: 'text.invisible_characters'; count: number; at: number[] }[];
  /** Not a word in it. */
  isBlank: boolean;
}

/** In the order given. Throws `L_TEXT_TOO_LARGE`. */
export function placeSegments(loose: LooseSegment[], limits: Limits): PlacedSegments {
  let at = 0;
  const segments = loose.map((segment, ordinal) => {
    const charStart = ordinal ? at + segmentSeparator.length : 0;
    at = charStart + segment.text.length;
    return { ...segment, ordinal, charStart, charEnd: at };
  });
  const text = segments.map(segment => segment.text).join(segmentSeparator);
  const bytes = Buffer.byteLength(text);
  if (bytes > limits.maxTextBytes) {
    throw new PipelineError('L_TEXT_TOO_LARGE', `${bytes} bytes of text, at most ${limits.maxTextBytes} are allowed`);
  }
  return {
    segments,
    counts: { segments: segments.length, characters: text.length },
    document: {
      textLength: text.length,
      textSha256: createHash('sha256').update(text).digest('hex'),
      language: detectLanguage(text).language,
    },
    warnings: invisibleIn(segments),
    isBlank: !text.trim(),
  };
}

/** How many characters nobody sees, and the ordinals of the segments that hold them. */
function invisibleIn(segments: readonly { ordinal: number; text: string }[]): PlacedSegments['warnings'] {
  const found = segments
    .map(({ ordinal, text }) => ({ ordinal, count: countInvisible(text) }))
    .filter(s => s.count > 0);
  if (found.length === 0) return [];
  const count = found.reduce((sum, segment) => sum + segment.count, 0);
  return [{ code: 'text.invisible_characters', count, at: found.map(({ ordinal }) => ordinal) }];
}
