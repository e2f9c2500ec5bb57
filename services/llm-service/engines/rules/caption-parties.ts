/** Reads who stands against whom from the caption of a court paper, with the role each has there. */
import { type HeadLine, headLength, headLines } from './head-lines.ts';
import { type NameAt, splitNames } from './names.ts';
import { isCaseRole, roleName } from './roles.ts';

/** A party with the span of its name, and the span of the words that give name and role; offsets in the text. */
export interface CaptionParty {
  name: string;
  role?: string;
  nameSpan: NameAt;
  quote: NameAt;
}

type Place = Pick<HeadLine, 'text' | 'start' | 'end' | 'row'>;

/** A cell of the caption, or what is left of it between a "v." and a role on the same line. */
interface Item extends Place {
  kind: 'versus' | 'role' | 'joiner' | 'name' | 'stop';
}

const versus = /^(?:-|–|—)?\s*(?:v|vs|versus|against)\.?\s*(?:-|–|—)?$/i;
const inlineVersus = /(?<=[\s,.])(?:v|vs|V|VS)\.(?=\s|$)/;
/** "Roe v Lind" without a full stop names a case only at the very top. UTF-16 units. */
const bareVersus = /(?<=\S\s)v(?=\s\S)/;
const top = 300;
/** Lines of the head that belong to no party: courts, numbers, days, appearances, titles of papers. */
const stop =
  /\b(?:courts?|tribunal|judicial|judges?|justice|docket|nos?\.\s?\S*\d|case (?:no|number)|civil action|index no|filed|argued|decided|submitted|chambers|telephone|facsimile|suite)\b|\bcircuit\b(?! city)|\bdivision\b(?! of)|@|\(\d{3}\)|\d{5}(?:-\d{4})?$|^\W*$|^[-–—_=*.]{4}|^(?:19|20)\d{2}\s[A-Z]|^(?:in and for|before|syllabus|certiorari|on (?:writ|petition|appeal)|appeals? from|page\b|document\b|for publication|not for|published|unpublished|attorneys? for|counsel for|hearing|date|time|dept|trial date|action filed|assigned)\b/i;
/** Titles of papers, which stand above a caption or below it. */
const paperTitle =
  /^\(?(?:[A-Z][A-Za-z’'.-]*,? ){0,6}(?:COMPLAINT|ORDERS?|OPINIONS?|MOTIONS?|NOTICE|MEMORANDUM|PETITION|ANSWER|BRIEF|JUDGMENT|DECREE|AFFIDAVIT|DECLARATION|SUBPOENA|STIPULATION|DEPOSITION|INTERROGATORIES|REQUESTS?|RESPONSES?|REPLY|OPPOSITION|SUMMONS|VERDICT|DECISION|INDICTMENT)\)?(?:[:.,]?$|\s(?:OF|FOR|TO|IN|AND|ON|RE|GRANTING|DENYING|BY|REGARDING|REQUESTING)\b)/i;
/** A citation of a case is no caption. */
const citation = /\b\d+ [A-Z][\w. ]{0,14} \d+\b|\(\d{4}\)|\b(?:see|cf|compare)\b/i;
const smallWords =
  /^(?:v|vs|of|the|and|for|in|on|de|la|van|von|der|et|al\.?,?|by|a|an|as|her|his|its|their|to|through|d\/b\/a|rel\.?|ex|&|with|or|at|official|capacity|individually|behalf|inclusive|himself|herself|minor|child|deceased|corporation|company|limited|liability|partnership|individual|municipal|known|also|similarly|situated|all|others|those|next|friend|parent|guardian|\w+’s)[.,;]*$/;

/** Whether a line is set like names are: capitals, and the small words that stand between them. */
const setLikeNames = (text: string): boolean =>
  text.split(/\s+/).every(word => !/^[a-z]/.test(word) || smallWords.test(word));

const kindOf = (text: string): Item['kind'] => {
  if (versus.test(text)) return 'versus';
  if (isCaseRole(text)) return 'role';
  if (/^(?:and|&|AND)$/.test(text)) return 'joiner';
  return stop.test(text) || paperTitle.test(text) || text.length > 250 ? 'stop' : 'name';
};

/** A cell in pieces: "ROCK BORDELON, Petitioner v." is a name with its role and a "v.". */
function itemsOf({ text, start, end, row }: Place): Item[] {
  const at = inlineVersus.exec(text) ?? (start < top ? bareVersus.exec(text) : null);
  const [from, to] = at ? [at.index, at.index + at[0].length] : [0, 0];
  const sides = [text.slice(0, from), text.slice(to)];
  if (!at || text.length > 300 || citation.test(text) || !sides.every(setLikeNames)) {
    return [{ text, start, end, row, kind: kindOf(text) }];
  }
  const side = (first: number, last: number): Item[] => {
    const slice = text.slice(first, last);
    const kept = slice.trim();
    const place = start + first + slice.indexOf(kept);
    return kept === '' ? [] : itemsOf({ text: kept, start: place, end: place + kept.length, row });
  };
  const middle = { text: at[0], start: start + from, end: start + to, row, kind: 'versus' as const };
  return [...side(0, from), middle, ...side(to, text.length)];
}

const leavesOpen = (text: string): boolean => /(?:[,;&]|\b(?:and|of|the|for|by|as|to|in))$/i.test(text);
const goesOn = (text: string): boolean => /^(?:[a-z&(]|(?:AND|OF|FOR|INC|LLC|CO)\b)/.test(text);

/** Whether two lines that carry names, one above the other, belong to one party or one list of parties. */
const continues = (upper: Item, lower: Item): boolean =>
  lower.row - upper.row === 1 || leavesOpen(upper.text) || goesOn(lower.text);

const isProse = ({ kind, text }: Item): boolean => kind === 'name' && !setLikeNames(text);
const withRole = (block: Item[]): boolean =>
  block.some(({ kind, text }) => kind === 'role' || trailingRole(text) !== null);

/** The items of the first party: upwards from the "v.". */
function above(items: Item[], versusAt: number): Item[] {
  const block: Item[] = [];
  for (let at = versusAt - 1; at >= 0 && block.length < 60; at -= 1) {
    const item = items[at] as Item;
    const below = block[0];
    if (item.kind === 'stop' || item.kind === 'versus') break;
    if (item.kind === 'name' && below?.kind === 'name' && !continues(item, below)) break;
    block.unshift(item);
  }
  return withRole(block) ? block : block.slice(block.findLastIndex(isProse) + 1);
}

/** The items of the other party: downwards, to its role or the end of its name. */
function below(items: Item[], versusAt: number): Item[] {
  const block: Item[] = [];
  for (const item of items.slice(versusAt + 1, versusAt + 60)) {
    const upper = block.at(-1);
    if (item.kind === 'stop' || item.kind === 'versus') break;
    if (item.kind === 'name' && upper?.kind === 'name' && !continues(upper, item)) break;
    const isAfterRole = upper?.kind === 'role' || (upper && trailingRole(upper.text) !== null);
    if (isAfterRole && item.kind === 'name' && !(upper.text.endsWith(',') && leadsToRole(items, item))) break;
    block.push(item);
  }
  const prose = block.findIndex(isProse);
  return withRole(block) || prose < 0 ? block : block.slice(0, prose);
}

/** "..., Defendant, and JANE ROE, Intervenor": a name after a role is one only if a role of its own follows. */
function leadsToRole(items: Item[], name: Item): boolean {
  const rest = items.slice(items.indexOf(name), items.indexOf(name) + 6);
  const end = rest.findIndex(({ kind }) => kind === 'stop' || kind === 'versus');
  return rest.slice(0, end < 0 ? rest.length : end).some(({ kind, text }) => kind === 'role' || trailingRole(text));
}

/** Where in "JOHN ROE, Petitioner" the role starts; null if the line does not end in one. */
function trailingRole(line: string): number | null {
  // "Plaintiff(s)": of the same length, so that places stay.
  const text = line.replace(/\(s\)/gi, 's  ');
  let from = text.length;
  let found: number | null = null;
  while (from > 0) {
    const comma = Math.max(text.lastIndexOf(',', from - 1), text.lastIndexOf('(', from - 1));
    // The number of a footnote may stand before the role.
    const part = text.slice(comma + 1, from).replace(/^\d{1,2}\s/, '');
    if (comma <= 0 || (part.trim() !== '' && !isCaseRole(part))) break;
    if (part.trim() !== '') found = comma + 1;
    from = comma;
  }
  return found;
}

/** The parties of one side: names gather until a role ends them. */
function partiesOf(block: Item[], text: string): CaptionParty[] {
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

/** Where the roles of both stand under the second name, as a column read after the names leaves them, the first is that of the first. */
function parted(lower: Item[], hasRole: boolean): [lower: Item[], ofFirst: Item[]] {
  const roleAt = lower.findIndex(({ kind }) => kind === 'role');
  const isStacked = !hasRole && roleAt > 0 && lower.slice(roleAt).length === 2 && lower[roleAt + 1]?.kind === 'role';
  return isStacked ? [lower.toSpliced(roleAt, 1), lower.slice(roleAt, roleAt + 1)] : [lower, []];
}

/** One caption per chain of "v."s; a third party is behind a second one. */
function captionsIn(lines: HeadLine[], text: string): CaptionParty[][] {
  const columns = [...new Set(lines.map(({ column }) => column))];
  return columns.flatMap(column => {
    // "OLAF LIND,          Appellant": a role may stand to the right of its name.
    const own = lines.filter(line => line.column === column || (column === 0 && isCaseRole(line.text)));
    const items = own.flatMap(itemsOf);
    const found: CaptionParty[][] = [];
    for (const [at, item] of items.entries()) {
      if (item.kind !== 'versus' || found.length > 20) continue;
      const upper = above(items, at);
      const [lower, own] = parted(below(items, at), withRole(upper));
      const second = partiesOf(lower, text);
      const goesOnFrom = items[at - upper.length - 1]?.kind === 'versus' ? found.at(-1) : undefined;
      if (goesOnFrom) goesOnFrom.push(...second);
      const first = goesOnFrom ? [] : partiesOf([...upper, ...own], text);
      if (first.length > 0 && second.length > 0) found.push([...first, ...second]);
    }
    return found;
  });
}

const roles = (parties: CaptionParty[]): number => new Set(parties.map(({ role }) => role).filter(Boolean)).size;

const matterOf = /^(?:in re|(?:in the )?matter of|ex parte)\b:?\s*(?:the\s+)?(\w.*)$/i;
const opensMatter = /^(?:in re|in the matter of)\b:?$/i;
const noParty =
  /\b(?:litigation|proceedings?|actions?|liability|petition|application|amendments?|rules?|securities|antitrust|marriage|subpoena|search|grand jury)\b/i;

/** "IN RE: ACME CORP., Debtor." */
function inMatterOf(lines: HeadLine[], text: string): CaptionParty[] {
  for (const [index, line] of lines.entries()) {
    const rest = matterOf.exec(line.text)?.[1];
    const opens = opensMatter.test(line.text);
    if (!rest && !opens) continue;
    const following = lines
      .slice(index + 1)
      .filter(({ column }) => column === line.column)
      .flatMap(itemsOf);
    const first: Item[] = rest
      ? [{ text: rest, start: line.end - rest.length, end: line.end, row: line.row, kind: 'name' }]
      : [];
    const block = below([...first, ...following], -1);
    if (noParty.test(block.map(item => item.text).join(' ')) || citation.test(line.text)) continue;
    const parties = partiesOf(block, text);
    if (parties.some(({ role }) => role) || /^(?:estate|matter) of/i.test(rest ?? '')) return parties;
  }
  return [];
}

/** How far into an opinion its caption may stand, after a syllabus. UTF-16 units. */
const farHead = 40_000;

/** Names that stand as a title line without any role are taken from the first lines alone: further down they are other cases. */
const titleZone = 1_500;

/**
 * The parties of the caption at the head. Of several captions the one that gives most roles counts; where the head names them
 * without a role, a caption further down between the same is taken. Empty where there is no caption.
 */
export function captionParties(text: string): CaptionParty[] {
  const lines = headLines(text, headLength);
  const found = captionsIn(lines, text);
  const best = found.toSorted((a, b) => roles(b) - roles(a))[0];
  if (best && roles(best) > 0) return [...inMatterOf(lines, text).filter(({ role }) => role), ...best];
  const matter = lines.find(({ text: line }) => matterOf.test(line) || opensMatter.test(line));
  const bare = found.find(([party]) => (party?.nameSpan.start ?? titleZone) < titleZone);
  if (!bare || (matter && matter.end <= (bare[0]?.nameSpan.start ?? 0))) return inMatterOf(lines, text);
  const first = bare[0]?.name.split(/\W/)[0]?.toLowerCase() ?? '';
  const far = captionsIn(headLines(text, farHead), text).find(
    parties => roles(parties) > 0 && parties[0]?.name.toLowerCase().startsWith(first),
  );
  return far ?? bare;
}
