/** Reads one line of a legal document as a heading or a numbered clause, and keeps the path of headings above a place. */

/** A line that opens a part of the document. Ranks order the outline: 1 is outermost. */
export interface OutlineLine {
  kind: 'heading' | 'clause';
  rank: number;
  /** What goes on the heading path; absent for a clause without a title of its own. */
  title?: string;
  /** Tells numbering styles apart, so that "C." after "B." is a letter and not a Roman hundred. */
  label: string;
}

const rank = { part: 1, capitals: 2, section: 3, roman: 3, letter: 4, titled: 4, number: 5, paragraph: 12 } as const;

const maxHeadingLength = 160;
const partLine =
  /^(ARTICLE|CHAPTER|PART|TITLE|EXHIBIT|SCHEDULE|APPENDIX|ANNEX|SUBCHAPTER|SUBPART|COUNT|Article|Chapter|Part|Exhibit|Schedule|Appendix|Annex|Count)\s+(?:No\.\s*)?([IVXLC]+|\d{1,4}(?:\.\d{1,3})*|[A-Z](?:-\d{1,3})?|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN)(?=$|[\s.:—–-])(.*)$/;
const sectionLine =
  /^(?:(?:SECTION|Section|SEC\.|Sec\.)\s+|§+\s?)(\d+[A-Za-z]?(?:[.-]\d+)*(?:\([a-zA-Z0-9]+\))*)(?=$|[\s:—–-]|\.(?!\d))(.*)$/;
const romanLine = /^([IVXL]{1,6})\.\s+(?=\S)(.*)$/;
const letterLine = /^([A-Z])\.\s+(?=\S)(.*)$/;
const numberLine = /^(\d{1,3}(?:\.\d{1,3}){0,5})(?:\.|\)|(?<=\.\d{1,3}))\s+(?=["“(\p{Lu}])(.*)$/u;
const bracketLine = /^\(([a-z]{1,2}|[ivxl]{1,5}|\d{1,2}|[A-Z])\)\s+(?=\S)(.*)$/;
/** "8. Notice. Any notice ...": a title of a few capitalised words run in before the text of the clause. */
const runIn =
  /^((?:[\p{Lu}(“"][\p{L}\p{N}'’“”"&/,()-]*|of|and|or|the|to|for|in|on|by|with|a|an|as)(?:\s+(?:[\p{Lu}(“"][\p{L}\p{N}'’“”"&/,()-]*|of|and|or|the|to|for|in|on|by|with|a|an|as|from|at|upon)){0,9})[.:—–](?=\s|$)/u;
/** Lines of capitals that name a court or a company, or are a stamp: captions and signature blocks, not headings. */
const captionLine =
  /^(?:HIGHLY )?(?:CONFIDENTIAL|PRIVILEGED|DRAFT|FILED|COPY|ORIGINAL|SEALED|UNDER SEAL)\b|\b(?:COURT|CIRCUIT|DISTRICT OF|DIVISION|INC|LLC|LLP|CORP|CORPORATION|COMPANY|LTD|ET AL|V)\b\.?/;
const smallWords =
  /^(?:a|an|the|of|and|or|to|for|in|on|by|with|as|at|from|upon|v\.|vs\.|re|et|al\.?|nunc|pro|tunc|de|is|not)$/;
const knownHeadings = new Set(
  `introduction background facts argument analysis discussion conclusion order opinion dissent concurrence holding disposition
  recitals definitions jurisdiction parties witnesseth syllabus summary overview findings verdict judgment affidavit
  verification preamble whereas damages remedies notices miscellaneous relief`.split(/\s+/),
);
const knownPhrases =
  /^(?:(?:statement|summary) of (?:the )?(?:facts?|case|issues?|argument)|standards? of (?:review|law)|(?:factual|procedural|legal) (?:and procedural )?(?:background|history|standard)s?|(?:facts and )?procedural (?:history|posture)|(?:memorandum )?findings of fact(?: and (?:opinion|conclusions of law))?|conclusions? of law|legal (?:analysis|discussion|standard)|prayer for relief|causes? of action|questions? presented|jurisdictional statement|table of (?:contents|authorities)|certificate of service|memorandum (?:opinion|and order)|jury demand|nature of the (?:action|case)|jurisdiction and venue|general allegations|issues? presented)$/i;

/**
 * Reads a trimmed line that opens a paragraph as a heading or a clause. Whether it opens one the caller knows best:
 * "Section 5.2 of the lease" in the middle of a wrapped sentence must not be asked about. `previousLabel` is the label of
 * the outline line before. Numbering is as in US pleadings, statutes and contracts; Markdown is not read.
 */
export function readOutlineLine(line: string, previousLabel = ''): OutlineLine | undefined {
  const first = line.charCodeAt(0);
  // Letters, digits, "(" and "§" alone can open an outline line: most lines end here.
  if (!(first >= 48 && first <= 57) && !(first >= 65 && first <= 90) && first !== 40 && first !== 167) return undefined;
  return readPart(line) ?? readSection(line) ?? readNumbered(line, previousLabel) ?? readUnnumbered(line);
}

function readPart(line: string): OutlineLine | undefined {
  const match = partLine.exec(line);
  if (!match || line.length > maxHeadingLength || !isTitle(match[3] as string)) return undefined;
  return { kind: 'heading', rank: rank.part, title: tidy(line), label: 'part' };
}

function readSection(line: string): OutlineLine | undefined {
  const match = sectionLine.exec(line);
  if (!match) return undefined;
  const rest = (match[2] as string).replace(/^[\s.:—–-]+/, '');
  const depth = (match[1] as string).split('.').length - 1;
  const place = { rank: rank.section + depth, label: 'section' };
  const number = line.slice(0, line.length - (match[2] as string).length);
  if (line.length <= maxHeadingLength && isTitle(rest)) return { kind: 'heading', ...place, title: tidy(line) };
  const title = runIn.exec(rest)?.[1];
  if (title) return { kind: 'clause', ...place, title: tidy(`${number}. ${title}`) };
  // "§ 12 of the Act applies" is a sentence about a section; "SECTION 3. The lessee shall" is the section.
  return /^[\s]*[.:—–-]/.test(match[2] as string) ? { kind: 'clause', ...place, title: tidy(number) } : undefined;
}

function readNumbered(line: string, previousLabel: string): OutlineLine | undefined {
  const roman = romanLine.exec(line);
  if (roman && !isNextLetter(previousLabel, roman[1] as string)) {
    return numbered(line, roman[1] as string, roman[2] as string, rank.roman, `roman:${roman[1]}`);
  }
  const letter = letterLine.exec(line);
  if (letter) return numbered(line, letter[1] as string, letter[2] as string, rank.letter, `letter:${letter[1]}`);
  const number = numberLine.exec(line);
  if (number) {
    const depth = (number[1] as string).split('.').length - 1;
    return numbered(line, number[1] as string, number[2] as string, rank.number + depth, 'number');
  }
  const bracket = bracketLine.exec(line);
  if (bracket) return { kind: 'clause', rank: rank.paragraph, label: 'bracket' };
  return undefined;
}

function numbered(line: string, number: string, rest: string, at: number, label: string): OutlineLine | undefined {
  if (line.length <= maxHeadingLength && isTitle(rest)) return { kind: 'heading', rank: at, title: tidy(line), label };
  // "R. C. Boyd Enterprises" opens a line with an initial, not with a letter of an outline.
  if (/^\p{Lu}\.\s/u.test(rest)) return undefined;
  const title = runIn.exec(rest)?.[1];
  if (!title) return { kind: 'clause', rank: at, label };
  return { kind: 'clause', rank: at, title: tidy(`${number}. ${title}`), label };
}

/** "I." after "H." is a letter; elsewhere it is the Roman one. So with "V." and "X.". */
const isNextLetter = (previousLabel: string, letter: string): boolean =>
  letter.length === 1 && previousLabel === `letter:${String.fromCharCode(letter.charCodeAt(0) - 1)}`;

function readUnnumbered(line: string): OutlineLine | undefined {
  if (line.length > 100) return undefined;
  const bare = line.replace(/[.:]$/, '');
  if (knownHeadings.has(bare.toLowerCase()) || knownPhrases.test(bare)) {
    return { kind: 'heading', rank: rank.capitals, title: tidy(bare), label: 'titled' };
  }
  if (!isCapitals(line)) return undefined;
  return { kind: 'heading', rank: rank.capitals, title: tidy(line), label: 'capitals' };
}

/** A line of capitals with at least one real word, no end of a sentence, and not a table row or a name in a caption. */
function isCapitals(line: string): boolean {
  if (/\p{Ll}/u.test(line) || captionLine.test(line) || /[,;)_/$]$/.test(line) || /[|_]|\s{3,}|\d{5,}/.test(line))
    return false;
  const letters = line.replace(/[^\p{Lu}]/gu, '').length;
  return letters >= 6 && /\p{Lu}{4,}/u.test(line) && letters >= line.replace(/\s/g, '').length * 0.7;
}

/** What may follow the number of a heading: nothing, capitals, or a few title words without the end of a sentence. */
function isTitle(rest: string): boolean {
  const text = rest.replace(/^[\s.:—–-]+/, '').trim();
  if (text === '') return true;
  if (/[;,]$/.test(text) || /[.!?]\s/.test(text.replace(/\bv\.\s|\bvs\.\s|\bInc\.\s/g, ''))) return false;
  const words = text.split(/\s+/);
  if (words.length > 14) return false;
  if (!/\p{Ll}/u.test(text)) return /\p{Lu}/u.test(text);
  const capitalised = words.filter(word => /^["“(]?[\p{Lu}\d]/u.test(word) || smallWords.test(word)).length;
  const closes = /[.!?]$/.test(text);
  return capitalised === words.length && !(closes && words.length > 8);
}

const tidy = (title: string): string =>
  title
    .replace(/\s+/g, ' ')
    .replace(/[\s.:—–-]+$/, '')
    .trim();

/** Reads a line that stands alone above prose as a title without a number: a few words, all significant ones capitalised. */
export function readPlainHeading(line: string): OutlineLine | undefined {
  const words = line.split(/\s+/);
  const plain = words.length <= 8 && !/[\d,;.:!?)(/]/.test(line) && /^\p{Lu}/u.test(line);
  if (!plain || !/\p{L}$/u.test(line) || smallWords.test(words.at(-1) as string) || !isTitle(line)) return undefined;
  return { kind: 'heading', rank: rank.titled, title: tidy(line), label: 'titled' };
}
