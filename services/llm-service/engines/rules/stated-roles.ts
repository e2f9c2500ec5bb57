/** Finds what the running text calls a party whose caption gives no role, and parties that only the running text names. */
import type { CaptionParty } from './caption-names.ts';
import { isCorporate, splitNames } from './names.ts';
import { isCaseRole, roleName } from './roles.ts';

/** Openings and statements of the case stand here. UTF-16 units. */
const reach = 12_000;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `Ruben Diaz (“Employee”)`, `Petitioner Tarrant Regional Water District`. */
export function statedRole(text: string, party: CaptionParty): CaptionParty {
  // "Charles R. Goodwin" is "Charles Goodwin" in the text.
  const name = escaped(party.name)
    .replace(/ ([A-Z])\\?\.? /g, ' (?:$1\\.? )?')
    .replace(/ /g, '\\s+');
  const pattern = new RegExp(
    `(?:\\b(?<before>[A-Z][a-z]+(?:[-/][A-Za-z]+)?),?\\s+)?(?<name>${name})(?:,?\\s+et\\s+al\\.?)?,?\\s*(?:\\(\\s*(?:the\\s+|hereinafter\\s+)?["“](?<after>[A-Z][A-Za-z -]{2,40})["”]\\s*\\))?`,
    'dgi',
  );
  for (const match of text.slice(0, reach).matchAll(pattern)) {
    const { before, after } = match.groups ?? {};
    const at = match.indices?.groups?.name;
    const said = [after, before].find(words => words !== undefined && isCaseRole(words));
    if (!at || !said) continue;
    const start = said === before ? match.index : at[0];
    const end = said === after ? match.index + match[0].length : at[1];
    return { name: party.name, role: roleName(said), nameSpan: { start: at[0], end: at[1] }, quote: { start, end } };
  }
  return party;
}

const roleThenNames =
  /\b(?<role>Plaintiffs?|Defendants?|Petitioners?|Respondents?|Appellants?|Appellees?|Claimants?|Debtors?)\s+(?=[A-Z])(?<names>(?:[A-Z][\w.&'’-]*|of|the|and|for|,)(?:\s+|,\s+|$)(?:(?:[A-Z&][\w.&'’-]*|of|the|and|for)(?:,?\s+|$)){1,24})/g;

/** "brought against Defendants C. R. Bard, Inc. and Bard Peripheral Vascular, Inc.", in the first paragraphs. */
export function partiesInText(text: string): CaptionParty[] {
  const found = new Map<string, CaptionParty>();
  for (const match of text.slice(0, 4_000).matchAll(roleThenNames)) {
    const { role = '', names = '' } = match.groups ?? {};
    const start = match.index + match[0].length - names.length;
    for (const at of splitNames(names)) {
      const name = names.slice(at.start, at.end).replace(/\s+/g, ' ');
      // A person or a plain word after "Plaintiff" may be anything ("Plaintiff Profile Forms"); a company is one.
      if (!isCorporate(name) || found.has(name)) continue;
      found.set(name, {
        name,
        role: roleName(role),
        nameSpan: { start: start + at.start, end: start + at.end },
        quote: { start: match.index, end: start + at.end },
      });
    }
  }
  return [...found.values()];
}
