/** What is said of two names: the same entity, different ones, or nothing that rules can know. */

export interface Verdict {
  verdict: 'same' | 'different' | 'unsure';
  /** How much speaks for one entity, 0 to 1; orders the list of pairs to review. */
  score: number;
  /** The rule that decided, as a word: never the names. */
  reason: string;
}

export const same = (score: number, reason: string): Verdict => ({ verdict: 'same', score, reason });
export const unsure = (score: number, reason: string): Verdict => ({ verdict: 'unsure', score, reason });
export const different = (reason: string): Verdict => ({ verdict: 'different', score: 0, reason });
