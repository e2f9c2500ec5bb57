/** Finds the signature under the words of a mail: name, office, addresses, disclaimers. When in doubt there is none. */
import { isBlank, type Line, nextPrinted, type Span } from './lines.ts';
import type { MailAddress } from './message.ts';

/** Lines that a signature may have below its delimiter or greeting. */
const mostLines = { delimited: 40, bare: 15, greeted: 14 };
const longestLine = 120;

const valedictions = [
  '(?:with )?(?:best|kind|kindest|warm|warmest)(?: personal)?(?: regards| wishes)?',
  '(?:with )?(?:many |my )?(?:regards|best regards)',
  '(?:very |yours )?(?:sincerely|truly|faithfully|respectfully)(?: yours)?',
  '(?:yours )?very truly(?: yours)?',
  'yours(?: truly)?',
  'respectfully(?: submitted)?',
  '(?:many )?thanks(?: again| so much| in advance| very much| and regards| and best regards)?',
  'thank you(?: again| so much| very much| in advance| and best regards)?',
  'thx|tia|cheers|cordially|all the best|take care|best always|sent respectfully|regards and thanks',
  'mit (?:freundlichen|besten|herzlichen) grüßen|mit (?:freundlichen|besten) grüssen|viele grüße|beste grüße|freundliche grüße',
  '(?:bien )?cordialement|sincères salutations|bien à vous|salutations distinguées',
  'saludos(?: cordiales)?|atentamente|un saludo|cordiali saluti|distinti saluti|atenciosamente|met vriendelijke groet(?:en)?',
].join('|');
const valediction = new RegExp(`^(?:${valedictions})\\s?[,.!;—–-]{0,3}$`, 'iu');
/** `Thanks, Jane` on one line. */
const signedInLine = new RegExp(
  `^(?:${valedictions})\\s?[,!—–-]{1,2} ?[\\p{Lu}][\\p{L}.'’-]{0,20}(?: [\\p{Lu}][\\p{L}.'’-]{0,20}){0,2}$`,
  'iu',
);

/** RFC 3676, 4.3: `-- `; programs lose the blank or draw their own line. */
const delimiter = /^(?:-- ?|—|–|__+|-{2,60}|\*{2,3}|={3,60}|~{3,60})$/;

const device =
  /^(?:sent (?:from|via|using) (?:my |the |a |yahoo|mail|outlook|proton|aol|samsung|gmail|blackberry)|sent from \S+ for |get outlook for |von meinem .{1,40} gesendet|gesendet (?:mit|von) |envoyé de mon |enviado desde mi |inviato da(?:l mio)? |enviado do meu |verzonden vanaf? )/i;

const disclaimers = [
  'confidential(?:ity)? (?:notice|note|statement|communication)',
  'intended (?:only|solely|exclusively) for',
  'intended recipient',
  'privileged (?:and|or|and/or) confidential|confidential (?:and|or|and/or) (?:legally )?privileged',
  '(?:may|might) contain (?:information that is )?(?:confidential|privileged|legally privileged)',
  'received this (?:e-?mail|message|communication|transmission) in error',
  'circular 230',
  'consider the environment before printing',
  'notify (?:the sender|us) (?:immediately|at once|by (?:reply|return|telephone|e-?mail))',
  'unauthori[sz]ed (?:use|review|disclosure|copying|distribution)',
  'does not (?:create|constitute|establish) an? attorney[- ]client',
  'electronic communications privacy act',
  'diese e-mail (?:enthält|kann) ',
  'vertrauliche (?:und|oder)',
].join('|');
const disclaimer = new RegExp(`\\b(?:${disclaimers})`, 'iu');

/** What list servers put under every mail. */
const listFooter =
  /^(?:to unsubscribe|unsubscribe|you (?:are receiving|received) this (?:message|e-?mail|because)|.{1,80} mailing list$|https?:\/\/\S+\/(?:mailman|listinfo)\S*$)/i;

export interface SignatureInput {
  lines: readonly Line[];
  /** The lines the sender wrote last: below them stands nothing, a quote or a forwarded mail. */
  from: number;
  to: number;
  sender: MailAddress | undefined;
}

/** The signature at the end of a run of lines, trimmed to what is printed; undefined if none is sure. */
export function findSignature({ lines, from, to, sender }: SignatureInput): Span | undefined {
  let last = to - 1;
  while (last >= from && isBlank(lines[last])) last--;
  const first = nextPrinted(lines, from);
  if (last <= first) return undefined;
  const own = { lines, first, last, sender };
  const delimited = delimitedStart(own);
  // Above the delimiter people sign by hand.
  const start = delimited === undefined ? blockStart(own) : (nameStart({ ...own, last: delimited - 1 }) ?? delimited);
  if (start === undefined) return undefined;
  // A greeting and a name alone are the words of the mail.
  const hasWords = lines.slice(first, start).some(({ trimmed }) => trimmed !== '' && !valediction.test(trimmed));
  if (!hasWords) return undefined;
  const [top, bottom] = [lines[start] as Line, lines[last] as Line];
  return { start: top.end - top.text.trimStart().length, end: bottom.start + bottom.text.trimEnd().length };
}

interface Own {
  lines: readonly Line[];
  first: number;
  last: number;
  sender: MailAddress | undefined;
}

/** Below a delimiter: `-- ` is one by standard, the others only above a few short lines. */
function delimitedStart({ lines, first, last }: Own): number | undefined {
  let printed = 0;
  let found: number | undefined;
  for (let at = last; at > first && printed <= mostLines.delimited; at--) {
    const line = lines[at] as Line;
    if (line.trimmed === '') continue;
    if (line.text === '-- ') return at;
    const bare = delimiter.test(line.trimmed) && printed > 0 && printed <= mostLines.bare;
    if (bare && !hasProse(lines, at + 1, last)) found = at;
    printed++;
  }
  return found;
}

/** Disclaimers, lines of devices and lists at the very end, and above them the name with what belongs to it. */
function blockStart(own: Own): number | undefined {
  const { lines, first } = own;
  let start: number | undefined;
  let last = own.last;
  for (let paragraph = paragraphAbove(lines, last, first); paragraph !== undefined; ) {
    const footer = footerStart(lines, paragraph, last);
    if (footer === undefined) break;
    start = footer;
    last = footer - 1;
    while (last > first && isBlank(lines[last])) last--;
    paragraph = last > first ? paragraphAbove(lines, last, first) : undefined;
  }
  // A line of a device may stand right below the name.
  if (start === undefined && device.test((lines[last] as Line).trimmed)) {
    start = last;
    last--;
    while (last > first && isBlank(lines[last])) last--;
  }
  return nameStart({ ...own, last }) ?? start;
}

/** First line of the paragraph that ends at `last`, if another paragraph stands above it. */
function paragraphAbove(lines: readonly Line[], last: number, first: number): number | undefined {
  let at = last;
  while (at > first && !isBlank(lines[at - 1])) at--;
  return at > first ? at : undefined;
}

const mostFooterLines = 40;

/** Where in a paragraph the footer begins: a disclaimer may follow other words without a blank line. */
function footerStart(lines: readonly Line[], from: number, to: number): number | undefined {
  const text = (at: number) => (at <= to ? (lines[at] as Line).trimmed.slice(0, 2_000) : '');
  const head = text(from);
  if (to === from && (device.test(head) || listFooter.test(head) || /^[_*=~-]{3,200}$/.test(head))) return from;
  if (/^[_-]{10,200}$/.test(head) && listFooter.test(text(from + 1))) return from;
  for (let at = from; at <= Math.min(to, from + mostFooterLines); at++) {
    if (disclaimer.test(text(at))) return at;
    // The words that tell may be broken over two lines.
    if (!disclaimer.test(text(at + 1)) && disclaimer.test(`${text(at)} ${text(at + 1)}`)) return at;
  }
  return undefined;
}

/** The greeting or the sender's name, if all lines below look like parts of a signature. */
function nameStart({ lines, first, last, sender }: Own): number | undefined {
  let found: number | undefined;
  let printed = 0;
  for (let at = last; at > first && printed < mostLines.greeted; at--) {
    const line = lines[at] as Line;
    if (line.trimmed === '') continue;
    if (signedInLine.test(line.trimmed)) return at;
    if (valediction.test(line.trimmed)) return printed > 0 ? at : found;
    if (isProse(line.trimmed) || /^p\.?\s?s\b/i.test(line.trimmed)) return found;
    if (isName(line.trimmed, sender)) found = at;
    printed++;
  }
  return found;
}

const hasProse = (lines: readonly Line[], from: number, to: number): boolean =>
  lines.slice(from, to + 1).some(line => isProse(line.trimmed) && !disclaimer.test(line.trimmed));

/** A line of a letter, not of a signature: long, a sentence, a question, an item of a list. */
function isProse(line: string): boolean {
  if (isContact(line)) return false;
  if (line.length > longestLine) return true;
  if (/^(?:[-*•·]|\d{1,2}[.)]|>)\s/.test(line)) return true;
  const words = line.split(/\s+/);
  if (/[?]$/.test(line)) return words.length > 2;
  const small = words.filter(word => /^\p{Ll}/u.test(word) && !/[@/]/.test(word)).length;
  if (/[.!:;,]$/.test(line) && words.length >= 6 && small * 2 > words.length) return true;
  return words.length >= 8 && small * 3 > words.length * 2;
}

/** An office on one line, its parts separated by bars or dots; or a single address. */
const isContact = (line: string): boolean =>
  line.length < 400 &&
  ((/[|•·]/.test(line) && /@|\d{3}[-. ]\d{4}|\bwww\.|https?:/.test(line)) || /^[<[(]?(?:https?:|www\.)\S+$/.test(line));

/** The line is the sender's name, or its first word alone, with a title or `/s/` beside it at most. */
function isName(line: string, sender: MailAddress | undefined): boolean {
  if (/^\/s\/\s?\S/.test(line) && line.length < 60) return true;
  if (!sender || line.length > 60) return false;
  const named = sender.name && !sender.name.includes('@') ? sender.name : sender.address.replace(/@.*$/s, '');
  const words = wordsOf(named.replaceAll(/[._]/g, ' '));
  const inLine = wordsOf(line.replace(/,.*$/, ''));
  if (!words.length || !inLine.length || inLine.length > words.length + 2) return false;
  const known = inLine.filter(word => words.includes(word));
  if (known.length >= 2) return true;
  return inLine.length === 1 && known.length === 1;
}

const wordsOf = (name: string): string[] => name.toLowerCase().match(/\p{L}[\p{L}'’-]+/gu) ?? [];
