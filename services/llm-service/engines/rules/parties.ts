/** States the parties of a document: of a case, a contract or a message, each with its role and the words that prove it. */
import type { Category } from '../../../../shared/domain/category.ts';
import type { PartyProperties } from '../../../../shared/domain/facts.ts';
import type { Claim, Passage } from '../engine.ts';
import { captionParties } from './caption-parties.ts';
import { letterCorrespondents, mailCorrespondents } from './correspondents.ts';
import { type NameAt, splitNames } from './names.ts';
import { preambleParties } from './preamble-parties.ts';
import { partiesInText, statedRole } from './stated-roles.ts';

interface Party {
  name: string;
  role?: string;
  definedAs?: string;
  nameSpan: NameAt;
  quote: NameAt;
}

/** Papers of a case: their caption is their own. Others that show one may only speak of it. */
const casePapers: ReadonlySet<Category> = new Set(['pleading', 'motion', 'order', 'deposition', 'discovery']);

function ofCase(text: string, category: Category): Party[] {
  const caption = captionParties(text);
  const hasRoles = caption.some(({ role }) => role);
  if (!casePapers.has(category)) return hasRoles ? caption : [];
  if (caption.length === 0) return partiesInText(text);
  return hasRoles ? caption : caption.map(party => statedRole(text, party));
}

/** "Case Name: Olaf Lind v. Harbor, Inc. et al" in the notice of a court: those of the case, whose roles it does not say. */
const caseName = /\bCase Name:\s{0,20}(?<first>[^\n\t]{2,150}?)\s+v\.?\s+(?<second>[^\n\t]{2,150})/dg;

function ofNotice(text: string): Party[] {
  return [...text.slice(0, 40_000).matchAll(caseName)].flatMap(match =>
    ['first', 'second'].flatMap(side => {
      const [from = 0, to = 0] = match.indices?.groups?.[side] ?? [];
      return splitNames(text.slice(from, to)).map(({ start, end }) => {
        const nameSpan = { start: from + start, end: from + end };
        return { name: text.slice(nameSpan.start, nameSpan.end).replace(/\s+/g, ' '), nameSpan, quote: nameSpan };
      });
    }),
  );
}

function partiesOf(text: string, category: Category): Party[] {
  if (category === 'email') return [...mailCorrespondents(text), ...ofNotice(text)];
  if (category === 'correspondence') {
    const letter = letterCorrespondents(text);
    return letter.length > 0 ? letter : mailCorrespondents(text);
  }
  if (category === 'statute' || category === 'financial') return [];
  return category === 'contract' ? [...preambleParties(text), ...ofCase(text, category)] : ofCase(text, category);
}

/** One claim per party and role, in the order of the document. */
export function findParties(document: Passage, category: Category): Claim[] {
  const { text, charStart } = document;
  const claims = new Map<string, Claim>();
  for (const { name, role, definedAs, nameSpan, quote } of partiesOf(text, category)) {
    const properties: PartyProperties = {
      ...(role ? { role } : {}),
      ...(definedAs ? { definedAs } : {}),
      name: [nameSpan.start + charStart, nameSpan.end + charStart],
    };
    const key = `${name.toLowerCase()}\n${role ?? ''}`;
    if (claims.has(key)) continue;
    claims.set(key, {
      kind: 'party',
      value: name,
      properties: { ...properties },
      quote: text.slice(quote.start, quote.end),
      charStart: quote.start + charStart,
    });
  }
  return [...claims.values()];
}
