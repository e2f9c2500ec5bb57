/** Finds who represents whom: appearances at the head of an opinion, signature blocks, notices of electronic filing. */
import type { Claim, Passage } from '../engine.ts';
import { appearances } from './counsel-appearances.ts';
import { type CounselFound, isFirm, partiesAfter, rolePhrase } from './counsel-words.ts';
import { isNameLike, type NameAt, personPattern } from './names.ts';
import { isCaseRole, roleName } from './roles.ts';

/** Appearances stand here. UTF-16 units. */
const headReach = 16_000;
/** Signature blocks stand here, before a certificate of service. */
const tailReach = 12_000;

const person = personPattern('\\s{1,3}');
const forLine = new RegExp(
  `^[^\\S\\n]*(?:An\\s)?(?:(?:Trial|Lead|Local|Liaison|Appellate|Defense|Special|Interim|Class|Co)[- ]){0,2}(?:Attorneys?|Counsel)\\s+(?:for|FOR|of record for)\\s+(?:the\\s+|THE\\s+)?(?<role>${rolePhrase})(?<rest>[^\\n]{0,160}(?:\\n[^\\S\\n]*[A-Z][^\\n]{2,80})?)`,
  'gim',
);
const blockName = new RegExp(
  `^_{0,40}(?:[Bb]y:?\\s*|BY:?\\s*)?(?:/s/\\s*|s/\\s*)?(?<name>${personPattern()})(?=,?\\s*(?:$|\\(|Esq|ESQ|#|No\\.|Bar|SBN|State Bar|Attorney|D\\.C\\.|Pro Hac))`,
);

const notALawyer =
  /^[IVX]{1,4}\.\s|\b(?:bar|street|avenue|suite|road|box|floor|court|building|plaza|telephone|tel|fax|facsimile|email|attorneys?|plaintiffs?|defendants?|dated)\b/i;

/** A block of lines that ends with "Attorneys for Plaintiff": names and firms above it. */
function signatureBlocks(text: string, from: number): CounselFound[] {
  const part = text.slice(from);
  return [...part.matchAll(forLine)].flatMap(match => {
    // "Counsel for plaintiff: Olaf Lind" is a label, not the foot of a block.
    const lines = /^['’]?s?:/.test(match.groups?.rest ?? '') ? [] : blockAbove(part, match.index);
    const role = roleName(match.groups?.role ?? '');
    const parties = partiesAfter(match.groups?.rest ?? '');
    const end = match.index + (match[0].split('\n')[0] ?? '').trimEnd().length;
    return lines.flatMap(line => {
      const name =
        blockName.exec(line.text)?.groups?.name ?? (isFirm(line.text) && isNameLike(line.text) ? line.text : undefined);
      if (!name || !isCaseRole(role) || notALawyer.test(name)) return [];
      const start = line.start + line.text.indexOf(name);
      return [{ name: shift(start, start + name.length, from), quote: shift(start, end, from), role, parties }];
    });
  });
}

const shift = (start: number, end: number, by: number): NameAt => ({ start: start + by, end: end + by });

/** Up to fourteen lines above a place, to the third blank line or a line of prose. */
function blockAbove(text: string, at: number): { text: string; start: number }[] {
  const lines: { text: string; start: number }[] = [];
  let end = at - 1;
  let blanks = 0;
  while (lines.length < 14 && end > 0) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const raw = text.slice(start, end);
    const line = raw.trim();
    if (line === '') blanks += 1;
    else if (/^and$/i.test(line)) blanks = 0;
    if (blanks > 2 || line.length > 100 || /^(?:dated?\b|respectfully|wherefore)/i.test(line)) break;
    if (line !== '') lines.push({ text: line, start: start + raw.indexOf(line) });
    end = start - 1;
  }
  return lines.reverse();
}

/** "NOTICE OF CHANGE OF ADDRESS by Scott R Drury for Plaintiff Roe", as the docket says it. */
const docketed = new RegExp(
  `\\b(?:by|By)\\s+(?<name>${person})\\s+(?:for|on behalf of)\\s+(?:the\\s+)?(?<role>(?:${rolePhrase}))\\b`,
  'dgi',
);

const fromDocket = (text: string): CounselFound[] =>
  [...text.slice(0, headReach).matchAll(docketed)].flatMap(match => {
    const at = match.indices?.groups?.name;
    if (!at || !/^[A-Z]/.test(match.groups?.name ?? '')) return [];
    return [
      {
        name: { start: at[0], end: at[1] },
        quote: { start: match.index, end: match.index + match[0].length },
        role: roleName(match.groups?.role ?? ''),
        parties: [],
      },
    ];
  });

/** "Counsel for plaintiff: Law Office of Olaf Lind", "For Claimant:\nOlaf Lind". */
const labelled = new RegExp(
  `(?:^|\\n)[^\\S\\n]*(?:(?:Counsel|Attorneys?)\\s+for|For)\\s+(?:the\\s+)?(?<role>${rolePhrase}):\\s{0,4}(?<name>(?:Law Offices? of[^\\S\\n]{1,3})?${personPattern()}|(?:Law Offices? of |The )?[A-Z][\\w.,&'’ -]{2,60}?(?:LLP|P\\.?C\\.?|LLC|PLLC))(?!,?\\s+pro\\s+se)(?=,|;|\\s*\\n|\\s*$)`,
  'dgi',
);

const fromLabels = (text: string): CounselFound[] =>
  [...text.slice(0, headReach).matchAll(labelled)].flatMap(match => {
    const at = match.indices?.groups?.name;
    if (!at || !isNameLike(match.groups?.name ?? '')) return [];
    const start = match.index + match[0].length - match[0].trimStart().length;
    return [
      {
        name: { start: at[0], end: at[1] },
        quote: { start, end: at[1] },
        role: roleName(match.groups?.role ?? ''),
        parties: [],
      },
    ];
  });

/** An appearance form: the name stands over its label, who is represented after "Counsel for". */
const form = new RegExp(`(?<name>${personPattern()})[^\\n]{0,60}\\n\\s{0,20}Name \\(printed or typed\\)`, 'dg');
const represented = /\bCOUNSEL FOR:[^\S\n]*([A-Z][^\n]{2,120})/;

const fromForm = (text: string): CounselFound[] =>
  [...text.slice(0, headReach).matchAll(form)].flatMap(match => {
    const at = match.indices?.groups?.name;
    const party = represented.exec(text.slice(0, headReach))?.[1]?.trim();
    const quote = { start: match.index, end: match.index + match[0].length };
    return at ? [{ name: { start: at[0], end: at[1] }, quote, parties: party ? [party] : [] }] : [];
  });

/** One claim per lawyer or firm and role, where it stands first. */
export function findCounsel(document: Passage): Claim[] {
  const { text, charStart } = document;
  const tailAt = Math.max(0, text.length - tailReach);
  const head = tailAt > 0 ? signatureBlocks(text.slice(0, Math.min(headReach, tailAt)), 0) : [];
  const found = [
    ...appearances(text, headReach),
    ...head,
    ...signatureBlocks(text, tailAt),
    ...fromDocket(text),
    ...fromForm(text),
    ...fromLabels(text),
  ];
  const claims = new Map<string, Claim>();
  for (const { name, quote, role, parties } of found) {
    const value = text.slice(name.start, name.end).replace(/\s+/g, ' ');
    const key = `${value.toLowerCase()} ${role ?? ''}`;
    if (claims.has(key)) continue;
    claims.set(key, {
      kind: 'counsel',
      value,
      properties: {
        name: [name.start + charStart, name.end + charStart],
        ...(role ? { for: role } : {}),
        ...(parties.length > 0 ? { parties } : {}),
      },
      quote: text.slice(quote.start, quote.end),
      charStart: quote.start + charStart,
    });
  }
  return [...claims.values()];
}
