/** Finds where the quote of a claim stands in the text, which is what makes a claim a verified fact. */
import type { Claim, Passage } from './engines/engine.ts';

/** The exact slice of the document, and how it was found. */
export interface LocatedQuote {
  quote: string;
  charStart: number;
  charEnd: number;
  verified: 'verified' | 'repaired';
}

/** The place nearest to where the engine said; null if the words are not in the passage. */
export function locateQuote(passage: Passage, claim: Claim): LocatedQuote | null {
  if (claim.quote === '') return null;
  const near = (claim.charStart ?? passage.charStart) - passage.charStart;
  const at = passage.text.startsWith(claim.quote, near) ? near : passage.text.indexOf(claim.quote);
  if (at < 0) return null;
  const charStart = passage.charStart + at;
  return { quote: claim.quote, charStart, charEnd: charStart + claim.quote.length, verified: 'verified' };
}
