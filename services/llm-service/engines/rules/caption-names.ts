/** Reads the names and roles out of one side of a caption. */
import type { Item } from './caption-items.ts';
import { trailingRole } from './caption-items.ts';
import { type NameAt, splitNames } from './names.ts';
import { roleName } from './roles.ts';

/** A party with the span of its name, and the span of the words that give name and role; offsets in the text. */
export interface CaptionParty {
  name: string;
  role?: string;
  nameSpan: NameAt;
  quote: NameAt;
}

/** The parties of one side: names gather until a role ends them. */
export function partiesOf(block: Item[], text: string): CaptionParty[] {
  const parties: CaptionParty[] = [];
  let names: Item[] = [];
  const close = (role: NameAt | null) => {
    parties.push(...namesIn(names, text, role));
    names = [];
  };
  for (const item of block) {
    if (item.kind === 'role') close({ start: item.start, end: item.end });
    else if (item.kind === 'joiner') names.push(item);
    else {
      const role = trailingRole(item.text);
      const end = role === null ? item.end : item.start + item.text.slice(0, role).trimEnd().length;
      names.push({ ...item, text: text.slice(item.start, end), end });
      if (role !== null) close({ start: item.start + role, end: item.end });
    }
  }
  close(null);
  return parties;
}

const endsCompany = /\b(?:INC|LLC|L\.L\.C|CORP|LTD|L\.P|LLP)\.?$/i;
/** "Matter of Lind v Town of Bath": of the first name. */
const matterLead = /^(?:in the )?matter of\s+(?:the\s+)?/i;

function namesIn(items: Item[], text: string, role: NameAt | null): CaptionParty[] {
  // A line that ends in the form of a company ends a name, comma or not; the mark is as long as the space it stands for.
  const joined = items.reduce(
    (all, { text: line }) => `${all}${all === '' ? '' : endsCompany.test(all) ? ';' : ' '}${line}`,
    '',
  );
  const roleText = role ? roleName(text.slice(role.start, role.end).replace(/^\d{1,2}\s/, '')) : undefined;
  const isRelator = roleText === 'Relator' && /\bex rel/i.test(joined);
  return splitNames(joined).map((found, index) => {
    const start = found.start + (matterLead.exec(joined.slice(found.start, found.end))?.[0].length ?? 0);
    const { end } = found;
    const nameSpan = { start: placeOf(items, start), end: placeOf(items, end - 1) + 1 };
    const name = joined.slice(start, end).replace(/\s+/g, ' ');
    const isClean =
      text
        .slice(nameSpan.start, nameSpan.end)
        .replace(/\n\s*\d{1,2}(?=\s)/g, ' ')
        .replace(/\s+/g, ' ') === name;
    const span = isClean ? nameSpan : firstPiece(items, start, end);
    const reaches = role && role.end - span.start < 400 && isClean;
    // "STATE ex rel. JOHN ROE, Relator": the relator is the person, not the state.
    const hasRole = roleText && !(isRelator && index === 0);
    return {
      name,
      ...(hasRole ? { role: roleText } : {}),
      nameSpan: span,
      quote: reaches ? { start: span.start, end: role.end } : span,
    };
  });
}

/** Offset in the text of a place in the joined items. */
function placeOf(items: Item[], at: number): number {
  let rest = at;
  for (const item of items) {
    if (rest < item.text.length) return item.start + rest;
    rest -= item.text.length + 1;
  }
  return items.at(-1)?.end ?? 0;
}

/** Of a name that another column runs through: what stands of it in its first cell. */
function firstPiece(items: Item[], start: number, end: number): NameAt {
  let offset = 0;
  for (const item of items) {
    if (start < offset + item.text.length) {
      const from = item.start + start - offset;
      return { start: from, end: Math.min(item.end, from + end - start) };
    }
    offset += item.text.length + 1;
  }
  return { start: 0, end: 0 };
}
