/** Takes the head of a court paper apart into what a caption is made of: names, roles, "v.", and what belongs to no party. */
import type { HeadLine } from './head-lines.ts';
import { isCaseRole } from './roles.ts';

type Place = Pick<HeadLine, 'text' | 'start' | 'end' | 'row'>;

/** A cell of the caption, or what is left of it between a "v." and a role on the same line. */
export interface Item extends Place {
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
export const citation = /\b\d+ [A-Z][\w. ]{0,14} \d+\b|\(\d{4}\)|\b(?:see|cf|compare)\b/i;
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
export function itemsOf({ text, start, end, row }: Place): Item[] {
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
/** Whether one of the lines says what a party is called. */
export const withRole = (block: Item[]): boolean =>
  block.some(({ kind, text }) => kind === 'role' || trailingRole(text) !== null);

/** The items of the first party: upwards from the "v.". */
export function above(items: Item[], versusAt: number): Item[] {
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
export function below(items: Item[], versusAt: number): Item[] {
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
export function trailingRole(line: string): number | null {
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
