/** Says what kind of paper a document is, in the words of its title or, where it has none, of its head. */
import type { Category } from '../../../../shared/domain/category.ts';
import type { Claim, Passage } from '../engine.ts';
import { documentTypes } from './document-types.ts';
import { readTitle } from './title.ts';

interface TypeFound {
  value: string;
  start: number;
  end: number;
}

/** Where formulas that give a paper away are looked for. UTF-16 units. */
const reach = 12_000;
/** How a title was found that names the paper; a subject or the name of a case does not. */
const namesPaper: ReadonlySet<string> = new Set(['document-noun', 'capitals', 'first-heading', 'rulemaking']);

const plain = (text: string): string =>
  text
    .replace(/\n\s*\d{1,2}(?=\s)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
    .replace(/^\((.*)\)$/, '$1');

/** The kind that a title names first; "ORDER GRANTING MOTION" is an order. */
function inTitle(text: string, offset: number): TypeFound | null {
  const found = documentTypes.flatMap(({ pattern, value }) => {
    const match = pattern.exec(text);
    if (!match) return [];
    const start = offset + match.index;
    return [{ value: value ?? plain(match[0]), start, end: start + match[0].length }];
  });
  const first = Math.min(...found.map(({ start }) => start));
  return found.filter(({ start }) => start === first)[0] ?? null;
}

/** Formulas of each kind of paper, the surest first; the first group, if there is one, is what it is called. */
const formulas: Partial<Record<Category, [pattern: RegExp, value?: string][]>> = {
  order: [
    [/\((Slip Opinion)\)/],
    [
      /^[^\S\n]*\(?((?:MEMORANDUM|Memorandum) (?:FINDINGS OF FACT AND OPINION|OPINION(?: AND ORDER)?|Opinion(?: and Order)?))\d?\)?[^\S\n]*$/m,
    ],
    [
      /^[^\S\n]*(O ?P ?I ?N ?I ?O ?N|OPINION AND ORDER|ORDER|JUDGMENT|DECISION(?: AND ORDER)?|Opinion|Order)\d?[^\S\n]*$/m,
    ],
    [/(?:^|\s{3})(MEMORANDUM)\*{0,2}[^\S\n]*$/m],
    [/\bT\. ?C\. Memo\b/, 'memorandum opinion'],
    [/\b(?:delivered|filed|announced) the (opinion)\b/],
    [/\b(?:Opinion) (?:for|of) the Court\b/, 'opinion'],
    [
      /\bit is (?:hereby |further |so |therefore |accordingly )*(?:ordered|adjudged|decreed)\b|\bSO ORDERED\b/i,
      'order',
    ],
    [
      /^[^\S\n]*[A-Z][A-Za-z.'’ -]{2,40}, (?:(?:Chief|Circuit|District|Presiding|Senior) )*(?:Judge|Justice|J\.)[:.]/m,
      'opinion',
    ],
    [
      /\b[Ww]e (?:therefore |thus |accordingly )?(?:affirm|reverse|vacate|remand)\b|\bPER CURIAM\b|\bAffirmed\b/,
      'opinion',
    ],
  ],
  email: [
    [/\b(Notice of (?:Electronic Filing|Docket Activity))\b/i],
    [/\b(Delivery Status Notification|Undeliver(?:able|ed) mail|Mail delivery failed)\b/i],
    [/^(?:From|Subject|Date):[^\n]+/m, 'email'],
  ],
  correspondence: [
    [/^[^\S\n]*(MEMORANDUM|Memorandum)[^\S\n]*$/m],
    [/^[^\S\n]*TO:[^\n]*\n\s*FROM:/m, 'memorandum'],
    [/^[^\S\n]*(?:Dear|To Whom It May Concern)\b[^\n]{0,80}/m, 'letter'],
    [/^[^\S\n]*(?:Sincerely|Very truly yours|Yours truly)\b/m, 'letter'],
  ],
  statute: [
    [/^\s*ACTION:\s*([^.;\n]{3,60})/m],
    [/\b[Bb]e it (?:enacted|ordained)\b/, 'act'],
    [
      /\bSUBCHAPTER [A-Z]\s?[—–-]|\bCode of Federal Regulations\b|\bCODE OF FEDERAL REGULATIONS\b|\b\d+ CFR\b/,
      'regulation',
    ],
    [/^[^\S\n]*(?:TITLE|CHAPTER)\s+\d+[A-Z]?\b[^\n]{0,80}/m, 'statute'],
    [/^[^\S\n]*§+\s?\d[^\n]{0,80}/m, 'statute'],
  ],
  deposition: [[/\b((?:VIDEOTAPED |ORAL )?DEPOSITION)\b/], [/^[^\S\n]*Q[.:]?\s+\S[^\n]{0,80}/m, 'transcript']],
  contract: [
    [/\b[Tt](?:his|HIS)\s+((?:[A-Z][\w&’'-]*\s+){0,6}(?:Agreement|AGREEMENT|Lease|LEASE|Contract|CONTRACT))\b/],
  ],
  exhibit: [
    [/\bI,? [^\n]{3,60}, (?:hereby )?declare\b/, 'declaration'],
    [/\bduly sworn,? (?:hereby )?(?:deposes?|states?)\b/i, 'affidavit'],
  ],
};

function byFormula(head: string, category: Category): TypeFound | null {
  for (const [pattern, value] of formulas[category] ?? []) {
    const match = pattern.exec(head);
    if (!match) continue;
    const words = match[1] ?? match[0].trim();
    const start = match.index + match[0].indexOf(words);
    const own = value ?? plain(words);
    // "OPINION" set with wide spaces.
    return { value: own === 'o p i n i o n' ? 'opinion' : own, start, end: start + words.length };
  }
  return null;
}

/** A contract says "this Sponsorship Agreement": the qualifiers that are party names are left out by the list of kinds. */
function narrowed(found: TypeFound | null, text: string): TypeFound | null {
  return found && (inTitle(text.slice(found.start, found.end), found.start) ?? found);
}

/** One claim at most. Mails and rules in a register are what their form says, whatever their subject names. */
export function findDocumentType(document: Passage, category: Category): Claim[] {
  const head = document.text.slice(0, reach);
  const title = readTitle(document);
  const named = title && namesPaper.has(title.rule) ? inTitle(head.slice(title.start, title.end), title.start) : null;
  const formFirst = category === 'email' || category === 'statute';
  const formula = byFormula(head, category);
  const found =
    (formFirst ? formula : named) ?? (formFirst ? named : category === 'contract' ? narrowed(formula, head) : formula);
  if (!found || found.end <= found.start) return [];
  const quote = document.text.slice(found.start, found.end);
  return [
    { kind: 'document_type', value: found.value, properties: {}, quote, charStart: document.charStart + found.start },
  ];
}
