/** States the docket numbers of a document: those in its head. One in the body is most often another case's. */
import type { Claim, Passage } from '../engine.ts';
import { titleZoneLength } from './title-zone.ts';

/** "Appeal from the Circuit Court of X County, No. 17-CC64": the number of the case below. */
const appealFrom = /\b(?:Appeals?|APPEALS?|Certiorari|CERTIORARI)\s+(?:from|to|FROM|TO)\b/;

/** One claim per docket number, quoted where it stands first; `properties.case` is `own` or `below`. */
export function findDockets(document: Passage): Claim[] {
  const claims = new Map<string, Claim>();
  for (const mention of document.mentions) {
    const start = mention.charStart - document.charStart;
    if (mention.type !== 'DOCKET' || start >= titleZoneLength || claims.has(mention.value)) continue;
    const below = appealFrom.test(document.text.slice(Math.max(0, start - 250), start));
    claims.set(mention.value, {
      kind: 'docket',
      value: mention.value,
      properties: { mentionId: mention.id, case: below ? 'below' : 'own' },
      quote: mention.text,
      charStart: mention.charStart,
    });
  }
  return [...claims.values()];
}
