/** Reads the names of persons and organisations where a document lists them: captions, preambles, appearances. */

/** Start and end in the text that was given. */
export interface NameAt {
  start: number;
  end: number;
}

const suffixWords =
  'Inc|Incorporated|National Association|L\\.?\\s?L\\.?\\s?C|LLP|L\\.?L\\.?P|L\\.?\\s?P|LP|Ltd|Limited|Corp|Corporation|Co|Company|P\\.?\\s?C|PC|PLLC|P\\.?L\\.?L\\.?C|P\\.?\\s?A|N\\.?\\s?A|S\\.?\\s?A|A\\.?G|AG|GmbH|plc|PLC|B\\.?V|N\\.?V|Jr|Sr|II|III|IV|M\\.?D|Ph\\.?D|Esq|U\\.?S\\.?A|L\\.?C|Trustee Bank';
/** "Inc.", "LLC", "Jr.": what belongs to the name before the comma. */
export const suffix = new RegExp(`^(?:${suffixWords})(?![A-Za-z])\\.?`, 'i');
const endsCorporate =
  /(?:^|[\s,])(?:Inc|Incorporated|LLC|L\.\s?L\.\s?C|LLP|L\.L\.P|LP|L\.\s?P|Ltd|Limited|Corp|Corporation|Co|Company|PLLC|P\.\s?C|N\.\s?A|GmbH|plc|Bank|Trust|Association)\.?$/i;
/** Whether the name ends in the form of a company: `LLC`, `Inc.`, `Bank`. */
export const isCorporate = (name: string): boolean => endsCorporate.test(name);
/** Words that name an institution: "X and Y" with one of these is one name more often than two. */
const institution =
  /\b(?:department|dep['’]t|dept|board|bureau|commission|office|agency|committee|services?|society|association|institute|center|administration|division|ministry|authority|union|brotherhood|church|school|fund|college|university)\b/i;
const personal = /^(?:(?:Mr|Mrs|Ms|Dr|Hon)\.?\s)?[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){1,4}$/;
const place = /^(?:the )?(?:city|county|state|town|village|commonwealth|united states|people|board|estate)\b/i;

const ofPerson = /,?\s(?:Jr|Sr|Esq|M\.D|Ph\.D|I{2,3}|IV)\.?$/i;

const isWhole = (name: string): boolean =>
  endsCorporate.test(name) ||
  place.test(name) ||
  (personal.test(name.replace(ofPerson, '')) && !institution.test(name));

/** What is said of a party after its name: no part of it, and no party. */
const descriptor =
  /^(?:(?:and )?(?:et\.? al|et ux|et vir|his wife|her husband|husband and wife)\b|an?\s|as\s|in (?:his|her|its|their|the|re)\b|individually|on (?:behalf|its)|by (?:and|his|her|its|their)\b|for (?:himself|herself|itself|themselves)|doing business|formerly|d\/?b\/?a|a\/?k\/?a|f\/?k\/?a|n\/?k\/?a|through\b|inclusive|deceased|minors?\b|jointly|collectively|pro se|solely|both\b|each\b|all\b|whose|having|with\b|located|organized|incorporated|other(?:wise|s)?\b|the (?:above|said))/i;
/** Offices: said of a person named before, else a party in its own right ("Secretary of State, Appellee"). */
const office =
  /^(?:(?:acting|deputy|former) )?(?:secretary|commissioner|director|administrat(?:or|rix)|attorney general|governor|warden|sheriff|superintendent|president|chair(?:man|woman|person)?|trustees?|execut(?:or|rix)|guardian|mayor|clerk|personal representative|successors?|assignee)\b/i;
const nobody =
  /^(?:\d{1,2}\s)?(?:and\s)?(?:(?:john|jane|richard|xyz|abc) )?(?:does?|roes?)\b.{0,30}(?:\d|[ivx]+\b|inclusive|corp)/i;
/** Where a name ends although no comma says so; "(USA), Inc." goes on. */
const nameEnd =
  /\s*(?:\((?!\p{Lu}[\p{L}. ]{1,20}\),?\s(?:Inc|INC|LLC|L\.L\.C|Ltd|LTD|Limited|LIMITED|Corp|CORP|Co\b|CO\b|plc|PLC|L\.?P\b|Pty|PTY|GmbH|[NB]\.V|S\.A))|["“]|\bet\.? al\b|\b[adfn]\/?[kb]\/?a\/?\b|\b(?:as|individually|solely|in (?:his|her|its|their)|on behalf of|by and through|doing business|formerly known|whose|having|with its|located|organized|acting|hereinafter|represented by|ex rel)\b)/iu;

/** Joins "X and Y" are cut at: only where both sides are whole names by themselves. */
function cutAtJoins(text: string, start: number, end: number): NameAt[] {
  const spans: NameAt[] = [];
  let from = start;
  const join = /\s+(?:and|&|AND)\s+/g;
  join.lastIndex = start;
  for (let match = join.exec(text); match && match.index < end; match = join.exec(text)) {
    const left = flatten(text.slice(from, match.index));
    const right = flatten(text.slice(match.index + match[0].length, end));
    const first = right.split(/\s(?:and|&|AND)\s/)[0] as string;
    // "Apparel and Accessories, Inc." is one name: a word and the form of a company are none by themselves.
    const isShort = !/\s/.test(first.replace(/,?\s[^\s]+$/, '')) && endsCorporate.test(first);
    if (!isWhole(left) || !isWhole(first) || (isShort && !endsCorporate.test(left))) continue;
    spans.push({ start: from, end: match.index });
    from = match.index + match[0].length;
  }
  spans.push({ start: from, end });
  return spans;
}

const flatten = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** "athenahealth, Inc.": one word in small letters, which the form of a company makes a name. */
const smallName = new RegExp(`^\\p{Ll}[\\p{L}\\d.]{2,29},? (?:${suffixWords})\\.?$`, 'u');
/** Whether a name that opens with a small letter is that of a company all the same. */
export const isSmallName = (name: string): boolean => smallName.test(name) && endsCorporate.test(name);

/** Whether it can be a name at all: it opens with a capital or digit and holds a word. */
export const isNameLike = (name: string): boolean =>
  (/^["“']?[\p{Lu}\d$]/u.test(name) || isSmallName(name)) &&
  /\p{L}{2}/u.test(name) &&
  name.length <= 160 &&
  !/[_@?!]|\b(?:shall|hereby|which|that|is|are|was|were)\b/.test(name) &&
  !nobody.test(name);

/** What stands between two commas or semicolons of a list, with the suffix of its name ("Acme, Inc."). */
interface Part extends NameAt {
  /** A semicolon or an "and" before it: surely somebody else. */
  isNew: boolean;
}

/** A comma within a sum of money parts nothing. */
const listPart = /((?:[^,;]|,(?=\d{3}))+)([,;]|$)/g;
const leadIn = /^\s*(?:(?:and|AND|&)\s+)?(?:\(?(?:\d|[ivx]{1,3})[).]\s*|\d{1,2}\s(?=[A-Z]))?/;

function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let separator = ';';
  for (const match of text.matchAll(listPart)) {
    const raw = match[1] as string;
    const lead = leadIn.exec(raw)?.[0] ?? '';
    const start = match.index + lead.length;
    const end = match.index + raw.trimEnd().length;
    const isJoined = /^\s*(?:and|AND|&)\s/.test(lead);
    const tail = suffix.exec(text.slice(start, end));
    const last = parts.at(-1);
    if (tail && last && !isJoined) {
      last.end = start + tail[0].length;
      const next = /^\s*(?:and|AND|&)\s+(?=\S)/.exec(text.slice(last.end, end));
      if (next) parts.push({ start: last.end + next[0].length, end, isNew: true });
    } else if (end > start) parts.push({ start, end, isNew: separator === ';' || isJoined });
    separator = match[2] as string;
  }
  return parts;
}

/** "COLORADO RECEIVER and OLAF LIND": after what is said of one, the name of the next. */
function lastJoined(text: string, start: number, end: number): NameAt | null {
  const join = /^.*\s(?:and|AND)\s+/s.exec(text.slice(start, end));
  const from = start + (join?.[0].length ?? 0);
  return join && isWhole(flatten(text.slice(from, end))) ? { start: from, end } : null;
}

/** The names a list holds, without what is said of each: `ACME, INC., a Delaware corporation; JOHN ROE; and DOES 1-10`. */
export function splitNames(text: string): NameAt[] {
  const names: NameAt[] = [];
  let inDescriptor = false;
  for (const { start, end, isNew } of partsOf(text)) {
    const part = flatten(text.slice(start, end));
    const isTold = names.length > 0 && !isNew;
    if (descriptor.test(part) || (isTold && office.test(part))) {
      inDescriptor = true;
      continue;
    }
    // "as Director, Division of Corrections": what follows a comma goes on with what was said, unless it is a name in itself.
    const joined = isTold && !isWhole(part) ? lastJoined(text, start, end) : null;
    if (joined) names.push(joined);
    if (isTold && (!isWhole(part) || (inDescriptor && !endsCorporate.test(part) && /[a-z]{2}/.test(part)))) continue;
    inDescriptor = false;
    for (const span of cutAtJoins(text, start, end)) {
      const stop = nameEnd.exec(text.slice(span.start, span.end));
      const cut = stop && stop.index > 0 ? span.start + stop.index : span.end;
      const isRelation = /^\s*ex rel/i.test(stop?.[0] ?? '');
      inDescriptor = stop !== null && !isRelation && !/et\.? al/i.test(stop[0]);
      names.push({ start: span.start, end: cut });
      if (isRelation)
        names.push({ start: cut + (/^\s*ex rel\.?\s*/i.exec(text.slice(cut))?.[0].length ?? 0), end: span.end });
    }
  }
  return names.map(name => trimmed(text, name)).filter(({ start, end }) => isNameLike(flatten(text.slice(start, end))));
}

function trimmed(text: string, { start, end }: NameAt): NameAt {
  const slice = text.slice(start, end);
  // The full stop of a sentence is not that of "Inc.".
  const kept = slice.replace(/[\s:)(,;]{1,40}$/, '').replace(/(?<=(?:LLC|LLP|LP|PLC|[a-z]{4}|\.))\.$/, '');
  return { start: start + (/^(?:\s|the\s)*/.exec(slice)?.[0].length ?? 0), end: start + kept.length };
}

const word = "[A-ZÀ-Þ][A-Za-zÀ-ÿ'’-]{0,20}";
/**
 * Source of a pattern for the name of one person on one line, two to six words: `Stephen M. Russell, Jr.`. White space may be a
 * line end only where `gap` allows it.
 */
export const personPattern = (gap = '[^\\S\\n]{1,3}'): string =>
  `(?:${word}\\.?${gap}){1,4}${word}(?:,?${gap}(?:Jr\\.?|Sr\\.?|I{2,3}|IV)(?![A-Za-z]))?`;
