/** Reads the label a line opens with: "ARTICLE V", "Section 5.2", "II.", "B.", "12.", "(iv)". */

/** The label of an outline line and what follows it. */
export interface Label {
  /** As printed, without a full stop at its end. */
  label: string;
  /** Numbering of one kind: what goes on in one style is of one level. */
  style: string;
  /** Its place in the series; 1 opens one. */
  value: number;
  rest: string;
}

/** Parts of a document that have names, outermost first. */
const partRanks: Record<string, number> = {
  exhibit: 0,
  schedule: 0,
  appendix: 0,
  annex: 0,
  attachment: 0,
  title: 1,
  chapter: 2,
  subchapter: 3,
  part: 4,
  subpart: 5,
  article: 6,
  count: 7,
  // Sections of a code stand above their notes, which have headings in capitals.
  code1: 6.5,
  code2: 6.6,
};
const partNames = Object.keys(partRanks)
  .filter(name => /[a-z]$/.test(name))
  // "Title 1" in small letters is spoken of, not opened.
  .flatMap(name => [name.toUpperCase(), ...(name === 'title' ? [] : [name[0]?.toUpperCase() + name.slice(1)])])
  .join('|');
const partLine = new RegExp(
  `^(${partNames})\\s+(?:No\\.\\s*)?([IVXLC]+|\\d{1,4}(?:\\.\\d{1,3})*|[A-Z](?:-\\d{1,3})?|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|FIRST|SECOND|THIRD|FOURTH|FIFTH|SIXTH|SEVENTH|EIGHTH|NINTH|TENTH)(?=$|[\\s.:—–-])(.*)$`,
);
const claimLine =
  /^((?:FIRST|SECOND|THIRD|FOURTH|FIFTH|SIXTH|SEVENTH|EIGHTH|NINTH|TENTH|ELEVENTH|TWELFTH|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)\s+(?:CAUSE OF ACTION|CLAIM(?: FOR RELIEF)?|AFFIRMATIVE DEFENSE|COUNTERCLAIM|Cause of Action|Claim(?: for Relief)?|Affirmative Defense|Counterclaim))(?=$|[\s.:—–(-])(.*)$/;
const requestLine =
  /^((?:INTERROGATORY|REQUEST(?:\s+FOR\s+(?:PRODUCTION|ADMISSION))?|Interrogatory|Request(?:\s+for\s+(?:Production|Admission))?)\s+(?:NO\.?|No\.?)\s*(\d{1,3}))(?=$|[\s.:—–-])(.*)$/;
const sectionLine =
  /^((?:SECTION|Section|SEC\.|Sec\.)\s+|§\s?)(\d{1,4}[A-Za-z]?(?:[.-]\d{1,4}){0,5}(?:\([a-zA-Z0-9]{1,4}\)){0,4})(?=$|[\s:—–-]|\.(?!\d)|\p{Lu}\p{Ll}{2})(.*)$/u;
/** Texts taken out of tables lose the gap after a label: "A.License.", "2.1.Certain sections", "Section 1.1Basic Provision." */
const noGap = String.raw`(?=\p{Lu}\p{Ll}{2})`;
const romanLine = new RegExp(String.raw`^([IVXL]{1,6})\.(?:\s+(?=\S)|${noGap})(.*)$`, 'u');
const letterLine = new RegExp(String.raw`^([A-Z])\.(?:\s+(?=\S)|${noGap})(.*)$`, 'u');
const numberLine = new RegExp(
  String.raw`^(?:¶\s?)?(\d{1,3}(?:\.\d{1,3}){0,5})(?:(?:[.)]|(?<=\.\d{1,3})(?=\s))\s+(?=["“'‘([$§*_\p{Lu}])|(?:[.)]|(?<=\.\d{1,3}))${noGap})(.*)$`,
  'u',
);
const bracketLine = /^\(([a-z]{1,2}|[ivxl]{1,5}|\d{1,2}|[A-Z])\)\s*(?=\S)(.*)$/;
const lowerLine = /^([a-z]|[ivx]{1,5})[.)]\s+(?=\S)(.*)$/;

/** The rank of a part of that style; undefined for styles whose level the document decides. */
export const partRank = (style: string): number | undefined => partRanks[style];

/**
 * The label of a trimmed line, or undefined. `after` is the label before it: "I." after "H." is a letter, elsewhere a Roman number.
 * Numbering is as in US pleadings, statutes and contracts.
 */
export function readLabel(line: string, after?: Pick<Label, 'style' | 'value'>): Label | undefined {
  return readNamed(line) ?? readCounted(line, after);
}

function readNamed(line: string): Label | undefined {
  const part = partLine.exec(line);
  if (part) {
    const [, name = '', number = '', rest = ''] = part;
    return { label: `${name} ${number}`, style: name.toLowerCase(), value: numberValue(number), rest };
  }
  const claim = claimLine.exec(line);
  if (claim) return { label: claim[1] as string, style: 'count', value: 0, rest: claim[2] as string };
  const request = requestLine.exec(line);
  if (request) {
    return { label: request[1] as string, style: 'request', value: Number(request[2]), rest: request[3] as string };
  }
  const section = sectionLine.exec(line);
  if (!section) return undefined;
  const [, sign = '', number = '', rest = ''] = section;
  // "§ 5.05(b)(1)" cites; a section of a code opens without its subsections.
  if (sign.startsWith('§') && number.includes('(')) return undefined;
  const parts = number.split('.');
  const style = `${sign.startsWith('§') ? 'code' : 'section'}${parts.length}`;
  return { label: sign + number, style, value: Number.parseInt(parts.at(-1) ?? '', 10), rest };
}

function readCounted(line: string, after?: Pick<Label, 'style' | 'value'>): Label | undefined {
  const letter = letterLine.exec(line);
  const roman = romanLine.exec(line);
  if (letter && (!roman || (after?.style === 'letter' && after.value === letterValue(letter[1] as string) - 1))) {
    return {
      label: `${letter[1]}.`,
      style: 'letter',
      value: letterValue(letter[1] as string),
      rest: letter[2] as string,
    };
  }
  if (roman)
    return { label: `${roman[1]}.`, style: 'roman', value: romanValue(roman[1] as string), rest: roman[2] as string };
  const number = numberLine.exec(line);
  if (number) {
    const parts = (number[1] as string).split('.');
    const rest = number[2] as string;
    const label = line.slice(0, line.length - rest.length).trimEnd();
    return { label, style: `number${parts.length}`, value: Number(parts.at(-1)), rest };
  }
  const bracket = bracketLine.exec(line);
  if (bracket) return itemLabel(`(${bracket[1]})`, bracket[1] as string, bracket[2] as string, 'bracket', after);
  const lower = lowerLine.exec(line);
  if (!lower) return undefined;
  const rest = lower[2] as string;
  return itemLabel(line.slice(0, line.length - rest.length).trimEnd(), lower[1] as string, rest, 'lower', after);
}

/** "(i)" after "(h)" is a letter, elsewhere a Roman number; likewise "(v)" and "(x)". */
function itemLabel(
  label: string,
  text: string,
  rest: string,
  form: string,
  after?: Pick<Label, 'style' | 'value'>,
): Label {
  if (/^\d/.test(text)) return { label, style: `${form}-number`, value: Number(text), rest };
  if (/^[A-Z]$/.test(text)) return { label, style: `${form}-capital`, value: letterValue(text), rest };
  const isNext = after?.style === `${form}-letter` && letterValue(text.toUpperCase()) === after.value + 1;
  const isRoman = /^[ivxl]+$/.test(text) && !isNext && !(text.length === 1 && text === 'l');
  if (isRoman) return { label, style: `${form}-roman`, value: romanValue(text.toUpperCase()), rest };
  return { label, style: `${form}-letter`, value: letterValue(text.toUpperCase()), rest };
}

/** A is 1, Z 26, AA 27, BB 28. */
const letterValue = (letters: string): number => letters.charCodeAt(0) - 64 + (letters.length - 1) * 26;

const romanDigits: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100 };

function romanValue(roman: string): number {
  let value = 0;
  for (let at = 0; at < roman.length; at++) {
    const own = romanDigits[roman.charAt(at)] ?? 0;
    value += own < (romanDigits[roman.charAt(at + 1)] ?? 0) ? -own : own;
  }
  return value;
}

const numberValue = (number: string): number =>
  /^\d/.test(number) ? Number.parseInt(number, 10) : /^[IVXLC]+$/.test(number) ? romanValue(number) : 0;
