/** Reads who wrote a mail, memo or letter, and to whom. */
import { isNameLike, type NameAt, personPattern } from './names.ts';

/** A name with what it is, as with the parties to a case. */
export interface Correspondent {
  name: string;
  role: 'Sender' | 'Recipient';
  nameSpan: NameAt;
  quote: NameAt;
}

/** The head of a mail is among its first lines. UTF-16 units. */
const reach = 6_000;

const field =
  /^[^\S\n]*(?<label>From|Sender|To|Cc|CC|FROM|TO|cc)[^\S\n]*:[^\S\n]*(?<list>\S[^\n]*(?:\n[^\S\n]+[^\s:][^:\n]*)*)$/gm;
const isHeaderLine =
  /^[^\S\n]*(?:From|Sender|To|Cc|CC|Bcc|BCC|Subject|Date|Sent|Reply-To|Importance|Attachments?|FROM|TO|DATE|RE|Re|SUBJECT|Message-ID|In-Reply-To|cc)[^\S\n]*:/m;
/** Addresses are parted by ";" or by a comma after one; a comma may stand within a name ("Roe, Ann"). */
const parting = /;|(?<=>|[\w.]@[\w.-]{1,80})\s*,|(?<=\.\w{2,6})\s*,/g;

/** The first block of header lines; a second belongs to a message that is quoted. */
function headerBlock(text: string): { start: number; end: number } | null {
  const first = isHeaderLine.exec(text.slice(0, reach));
  if (!first) return null;
  const end = /\n[^\S\n]*\n/.exec(text.slice(first.index, first.index + reach))?.index;
  return {
    start: first.index,
    end: end === undefined ? Math.min(text.length, first.index + reach) : first.index + end,
  };
}

/** Sender and recipients by the first block of header lines, in order; none without such a block. */
export function mailCorrespondents(text: string): Correspondent[] {
  const block = headerBlock(text);
  if (!block) return [];
  const found: Correspondent[] = [];
  for (const match of text.slice(block.start, block.end).matchAll(field)) {
    const { label = '', list = '' } = match.groups ?? {};
    const role = /^(?:from|sender)$/i.test(label) ? 'Sender' : 'Recipient';
    const listStart = block.start + match.index + match[0].length - list.length;
    let from = 0;
    for (const end of [...list.matchAll(parting), null]) {
      const to = end?.index ?? list.length;
      const at = nameIn(list.slice(from, to));
      if (at) {
        const nameSpan = { start: listStart + from + at.start, end: listStart + from + at.end };
        const name = text.slice(nameSpan.start, nameSpan.end).replace(/\s+/g, ' ');
        const isFirst = from === 0;
        found.push({
          name,
          role,
          nameSpan,
          quote: {
            start: isFirst ? listStart - (match[0].trimStart().length - list.length) : nameSpan.start,
            end: listStart + to,
          },
        });
      }
      from = to + (end?.[0].length ?? 0);
    }
  }
  return found;
}

/** The display name of an address, or the address where it has none. */
function nameIn(entry: string): NameAt | null {
  const shown = /^[\s"'“]*([^<>"“”[\]()\n]{2,80}?)["'”\s]*(?:[<[(]|$)/.exec(entry);
  const name = shown?.[1]?.trim();
  if (shown && name && /\p{L}{2}/u.test(name)) {
    const start = entry.indexOf(name);
    return { start, end: start + name.length };
  }
  const address = /[\w.+'-]+@[\w.-]+/.exec(entry);
  return address ? { start: address.index, end: address.index + address[0].length } : null;
}

const closing =
  /^[^\S\n]*(?:Sincerely|Very truly yours|Yours (?:very )?(?:truly|sincerely|faithfully)|Respectfully(?: yours)?|(?:Best|Kind|Warm) regards|Regards|Cordially)(?: yours)?,?[^\S\n]*$/im;
const signer = new RegExp(`^(?:/s/\\s*)?(?<name>${personPattern()})(?:,.*)?$`);
const salutation = /^[^\S\n]*Dear\b[^\n]{0,80}[:,][^\S\n]*$/m;

/** The signer under the closing of a letter, and the first line of the address above its salutation. */
export function letterCorrespondents(text: string): Correspondent[] {
  const dear = salutation.exec(text.slice(0, reach));
  const end = closing.exec(dear ? text.slice(dear.index) : text);
  const found: Correspondent[] = [];
  const signed = end ? lineAfter(text, (dear?.index ?? 0) + end.index + end[0].length) : null;
  if (signed) found.push({ ...signed, role: 'Sender' });
  const addressee = dear ? addressAbove(text, dear.index) : null;
  if (addressee) found.push({ ...addressee, role: 'Recipient' });
  return found;
}

type Named = Omit<Correspondent, 'role'>;

function lineAfter(text: string, from: number): Named | null {
  let offset = from;
  for (const line of text
    .slice(from, from + 400)
    .split('\n')
    .slice(0, 8)) {
    const name = signer.exec(line.trim())?.groups?.name;
    if (name) return named(text, offset + line.indexOf(name), name);
    offset += line.length + 1;
  }
  return null;
}

/** The block of lines above "Dear", if it ends in a postal code. */
function addressAbove(text: string, to: number): Named | null {
  const blocks = [...text.slice(0, to).matchAll(/\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)+/g)].reverse();
  for (const block of blocks.slice(0, 3)) {
    const lines = block[0].split('\n');
    if (
      !/\b[A-Z]{2}\.?\s+\d{5}(?:-\d{4})?\s*$/.test(block[0]) &&
      !lines.some(line => /\d{5}(?:-\d{4})?\s*$/.test(line))
    )
      continue;
    const first = (lines[0] as string)
      .replace(/,\s.*$/, '')
      .trim()
      .replace(/^(?:Mr|Mrs|Ms|Dr)\.\s/, '');
    if (!isNameLike(first) || /\d/.test(first)) return null;
    return named(text, block.index + (lines[0] as string).indexOf(first), first);
  }
  return null;
}

const named = (text: string, start: number, name: string): Named => {
  const span = { start, end: start + name.length };
  return { name: text.slice(span.start, span.end).replace(/\s+/g, ' '), nameSpan: span, quote: span };
};
