/** Finds how a document itself is cited: a line of its head that is nothing but a citation, or says "Cite as". */
import type { Claim, Passage } from '../engine.ts';
import { headLines } from './head-lines.ts';

/** Head in UTF-16 units: below it a citation is of somebody else. */
const reach = 2_500;

/** Reporters, neutral citations of courts, acts of Congress, the Federal Register. Whole lines only. */
const forms: RegExp[] = [
  /^[1-9]\d{0,3}\s(?!Civ|Cr)(?:U\.\s?S\.|S\.\s?Ct\.|L\.\s?Ed\.(?:\s?2d)?|F\.(?:\s?(?:2d|3d|4th|Supp\.(?:\s?[23]d)?|App['’]x))?|B\.\s?R\.|T\.\s?C\.|Fed\.\s?Cl\.|(?=[^\d]{0,30}\.)[A-Z][A-Za-z.]{0,9}(?:\s?[A-Z][A-Za-z.]{0,8}){0,2}\s?(?:[23]d|[45]th)?)\s(?:No\.\s)?(?:\d{1,5}|_{2,5})(?:\s\([^()]{2,40}\))?\.?$/,
  /^T\.\s?C\.\s(?:Memo|Summ(?:ary|\.)\sOp(?:inion|\.))\.?\s\d{4}-\d{1,4}\.?$/,
  /^(?:19|20)\d{2}\s(?:[A-Z]{2}|[A-Z][A-Za-z.]{1,8})(?:\s(?:App|Crim|Civ|CA|COA|CR|Super|Ct)\.?)?(?:\s\(\d\w{1,2}\))?\s\d{1,6}(?:-U)?\.?$/,
  /^(?:19|20)\d{2} NY Slip Op \d{4,6}(?:\(U\))?(?: \[[^\]]{3,40}\])?$/,
  /^(?:19|20)\d{2}-[A-Z][a-z]+\.?-\d{1,6}\.?$/,
  /^(?:Pub(?:lic|\.)\s?L(?:aw|\.))\s(?:No\.\s)?\d{2,3}[-–]\d{1,4}$/i,
];
const citeAs = /^\(?cite as:?\s*/i;
const trailing = /[.\s)]+$/;

/** At most three claims: parallel citations stand one under the other. */
export function findOwnCitation(document: Passage): Claim[] {
  return headLines(document.text, reach)
    .flatMap(line => {
      const lead = citeAs.exec(line.text)?.[0].length ?? 0;
      const rest = line.text.slice(lead).replace(/\s+/g, ' ');
      const isLabelled = lead > 0 && /\d/.test(rest) && rest.length < 80;
      if (!isLabelled && !forms.some(form => form.test(rest))) return [];
      const value = rest
        .replace(/(?<!\b[A-Z])\.$/, '')
        .replace(isLabelled ? trailing : /$^/, match => (match.includes(')') && rest.includes('(') ? ')' : ''));
      return [
        {
          kind: 'citation' as const,
          value,
          properties: {},
          quote: document.text.slice(line.start + lead, line.end),
          charStart: document.charStart + line.start + lead,
        },
      ];
    })
    .slice(0, 3);
}
