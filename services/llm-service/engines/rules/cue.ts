/** A cue: wording that speaks for a category, and how strongly, at the head of a document and in its body. */
import type { Category } from '../../../../shared/domain/category.ts';

/**
 * `title` counts once if a hit is in the title zone; `body` is multiplied by log2(1 + hits), so repetition is damped.
 * Weights are judgements on a common scale: 8 is a title that leaves little doubt, 4 a formula hardly any other kind
 * of document uses, 2 typical wording, below 1 mere colour. Titles are matched in capitals, or as a line of their own,
 * because every one of their words also occurs in running prose. Patterns carry the flag `g`.
 */
export type CueLine = [name: string, pattern: RegExp, title: number, body: number];

/** The cues of some categories. */
export type CueTable = Partial<Record<Category, CueLine[]>>;
