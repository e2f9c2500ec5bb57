/** Judges the text layer of a page: is it what the page says, or must the page be read by OCR? */
import { detectLanguage } from '../../shared/text/language.ts';
import type { InkShares } from './readers/raster.ts';

/** Why a text layer does not do; kept in the record as the name of a warning. */
export type LayerFault = 'none' | 'garbled' | 'stamp' | 'picture' | 'misplaced';

/** `undrawn` counts the words of the layer under which nothing is drawn. */
export interface LayerFacts {
  text: string;
  /** True if every line is a filing stamp. */
  onlyStamps: boolean;
  words: number;
  undrawn: number;
  ink: InkShares;
}

/** A text layer this short, on a page with much other ink, is a caption or a stamp and not the page. */
const shortText = 200;

/** Fewer words without ink are what printers' systems leave in white in the margins. */
const fewestMisplaced = 40;

/** The first fault found, or undefined when the layer stands. The caller has dealt with blank pages. */
export function layerFault({ text, onlyStamps, words, undrawn, ink }: LayerFacts): LayerFault | undefined {
  const inkOutside = ink.all > 0 ? ink.outsideText / ink.all : 0;
  const inkInPictures = ink.all > 0 ? ink.outsideTextInPictures / ink.all : 0;
  if (words + undrawn === 0) return 'none';
  // Words without ink, on a page with ink elsewhere: the layer of a scan that does not lie where the print is.
  if (undrawn >= fewestMisplaced && undrawn > 0.3 * (words + undrawn) && inkOutside > 0.3) return 'misplaced';
  if (isGarbled(text)) return 'garbled';
  if ((onlyStamps || text.length < shortText) && inkOutside > 0.5) return 'stamp';
  if (inkInPictures > 0.3) return 'picture';
  return undefined;
}

const vowels = /[aeiouyàâäáãåéèêëíìîïóòôöõúùûüýœæ]/i;
/** UTF-8 read as Windows-1252: "Ã©", "â€™". */
const mojibake = /Ã[\u0080-\u00bf]|â€[™œ\u009d“”˜¢]|Â[§ ¶©®]/g;

/**
 * True for text that is not language: unmapped characters, private-use characters, UTF-8 read as Windows-1252, Latin
 * words without vowels, or much lower-case prose without one common word of six languages (a font with shifted codes).
 */
export function isGarbled(text: string): boolean {
  const visible = text.replace(/\s/g, '');
  if (visible.length < 10) return false;
  const unmapped = visible.match(/[\ufffd\ue000-\uf8ff\u0080-\u009f]/g)?.length ?? 0;
  if (unmapped > 0.1 * visible.length) return true;
  const words = text.match(/\p{L}+/gu) ?? [];
  if ((text.match(mojibake)?.length ?? 0) > 0.05 * words.length + 2) return true;
  const latin = words.filter(word => word.length >= 4 && /^\p{Script=Latin}+$/u.test(word));
  const voiceless = latin.filter(word => !vowels.test(word)).length;
  if (latin.length >= 8 && voiceless > 0.35 * latin.length) return true;
  // Prose in symbols: letters are rare, and there are no digits either, as there would be in a table.
  const plain = visible.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (visible.length >= 60 && plain < 0.4 * visible.length && !/[._-]{10}/.test(visible)) return true;
  const lower = words.filter(word => /^\p{Script=Latin}+$/u.test(word) && word === word.toLowerCase());
  return lower.length >= 100 && detectLanguage(lower.join(' ')).share < 0.02;
}
