/** Counts of right, wrong and missed, and the measures that follow from them (van Rijsbergen, 1979). Pure. */

/**
 * Precision is counted over what was found where all that should be found is known; recall over all that should be found.
 * The two may rest on different files: a file that lists only some names says what was missed, not what was too much.
 */
export interface Score {
  wanted: number;
  hit: number;
  found: number;
  right: number;
}

/** Nothing counted yet. */
export const noScore = (): Score => ({ wanted: 0, hit: 0, found: 0, right: 0 });

/** Both counts together. */
export const addScore = (a: Score, b: Score): Score => ({
  wanted: a.wanted + b.wanted,
  hit: a.hit + b.hit,
  found: a.found + b.found,
  right: a.right + b.right,
});

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Part of what was found that is right; null if nothing was judged. */
export const precision = ({ right, found }: Score): number | null => ratio(right, found);
/** Part of what should be found that was; null if nothing was labelled. */
export const recall = ({ hit, wanted }: Score): number | null => ratio(hit, wanted);

/** Harmonic mean of precision and recall; null where one of them is not known. */
export function f1(score: Score): number | null {
  const [p, r] = [precision(score), recall(score)];
  if (p === null || r === null) return null;
  return p + r === 0 ? 0 : (2 * p * r) / (p + r);
}

/** A part of a whole that is right: chunk rules, words, fields. */
export interface Share {
  right: number;
  of: number;
}

/** Nothing counted yet. */
export const noShare: Share = { right: 0, of: 0 };

/** Both counts together. */
export const addShare = (a: Share, b: Share): Share => ({ right: a.right + b.right, of: a.of + b.of });
