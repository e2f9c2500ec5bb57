/** States the docket numbers of a document: those its head names as such. One in the body is most often another case's. */
import type { MentionRow } from '../../../../shared/domain/rows.ts';
import type { Claim, Passage } from '../engine.ts';
import { headLength } from './head-lines.ts';

/** "No.", "Docket Nos.", "Case", "Appeal:" before the number. A table of other cases has bare numbers. */
const label = /\b(?:No|Nos|Number|Numbers|Case|Docket|Dkt|Appeal|Action|Index|MDL|Cause)\b[\s.:#]*$/i;
/** "Nos. 19031-13, 27735-13,\n11905-14": the label holds for what a comma or "and" joins to it. */
const listJoin = /^\s*(?:,|;|&|and\b)(?:\s|&|and\b)*$/i;
/** "Appeal from the Circuit Court of X County, No. 17-CC64": the number of the case below. */
const appealFrom = /\b(?:Appeals?|APPEALS?|Certiorari|CERTIORARI)\s+(?:from|to|FROM|TO)\b/;

/** A number of a federal case that is all of its line needs no label. */
const federal = /^(?:\d:)?\d{2}-?(?:cv|cr|mc|md|mj|bk|ap|po)-?\d+/i;
const isAlone = (text: string, start: number, end: number): boolean =>
  /(?:^|\n)[^\S\n]{0,80}$/.test(text.slice(Math.max(0, start - 82), start)) &&
  /^[^\S\n]{0,80}(?:\n|$)/.test(text.slice(end, end + 82));

/** One claim per docket number, quoted where it stands first; `properties.case` is `own` or `below`. */
export function findDockets(document: Passage): Claim[] {
  const claims = new Map<string, Claim>();
  const head = document.mentions
    .filter(({ type, charStart }) => type === 'DOCKET' && charStart - document.charStart < headLength)
    .sort((a, b) => a.charStart - b.charStart);
  let last: MentionRow | undefined;
  for (const mention of head) {
    const before = document.text.slice(0, mention.charStart - document.charStart);
    const since = last ? before.slice(last.charEnd - document.charStart) : '';
    const isLabelled = label.test(before.slice(-40)) || /^[A-Z]{2,}[ .]/i.test(mention.text) || listJoin.test(since);
    const end = mention.charEnd - document.charStart;
    if (!isLabelled && !(federal.test(mention.text) && isAlone(document.text, before.length, end))) continue;
    // The own number comes first; a case below is named after it.
    const isBelow = appealFrom.test(since) || claims.get(last?.value ?? '')?.properties.case === 'below';
    last = mention;
    if (claims.has(mention.value)) continue;
    const properties = { mentionId: mention.id, case: isBelow ? 'below' : 'own' };
    const { value, text: quote, charStart } = mention;
    claims.set(value, { kind: 'docket', value, properties, quote, charStart });
  }
  return [...claims.values()];
}
