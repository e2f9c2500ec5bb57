/** Tells words from what speech models write when they heard none: marks of sound, loops, stock phrases, too much for the time. */
import { isLoop } from '../../shared/text/loop.ts';

/** `none`: nothing, signs alone, or marks such as "[Music]" only. Otherwise why the words are doubted, or that they are not. */
export type Judgement = 'words' | 'none' | 'loop' | 'stock_phrase' | 'too_fast';

const marks = /^(?:\s*(?:\[[^\][]{0,40}\]|\([^()]{0,40}\)|\*[^*]{0,40}\*|[♪♫.…-]))*\s*$/;

/**
 * What Whisper writes into silence and noise, learned from the captions of films: a whole answer of this is suspect, the
 * words within a longer one are not (A. Koenecke et al., "Careless Whisper", FAccT 2024, has more).
 */
const stock =
  /^(?:(?:thank(?:s| you)(?: (?:so|very) much)?|thanks) for (?:watching|listening)|please (?:like and )?subscribe|(?:don't forget to )?like and subscribe|see you (?:in the )?next (?:time|video)|(?:sub)?titles? by .{0,60}|transcri(?:bed|ption) by .{0,60}|subtitles by the amara\.org community|you)\W*$/i;

/** The fastest speakers reach 25 characters a second. */
const mostPerSecond = 40;

/** Judges all that an engine wrote for `durationMs` of speech. Linear in the length of the text. */
export function judge(text: string, durationMs: number): Judgement {
  if (!/[\p{L}\p{N}]/u.test(text) || marks.test(text)) return 'none';
  if (text.length > 40 && text.length > (mostPerSecond * durationMs) / 1_000) return 'too_fast';
  if (stock.test(text.trim())) return 'stock_phrase';
  return isLoop(text) ? 'loop' : 'words';
}
