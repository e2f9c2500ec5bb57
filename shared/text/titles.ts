/** Tells titles from sentences, names in captions and references, by their words alone. */

/** "8. Notice. Any notice ...": a title of a few capitalised words run in before the text of the clause. */
const smallWord = 'of|and|or|the|to|for|in|on|by|with|a|an|as|from|at|upon|under|not|no';
const titleWord = `[\\p{Lu}(“"\\[][\\p{L}\\p{N}'’“”"&/,()*-]*|${smallWord}`;
const runIn = new RegExp(
  `^((?:[\\p{Lu}(“"\\[][\\p{L}\\p{N}'’“”"&/,()*-]*)(?:\\s+(?:${titleWord})){0,11})[.:—–](?=\\s|$)`,
  'u',
);
const smallWords = new Set(
  `a an the of and or to for in on by with as at from upon into under against between through v. vs. re et al al. nunc pro tunc
  de is are not no`.split(/\s+/),
);
/** Lines of capitals that name a court, a judge or a company, decide, or are a stamp: not headings. */
const captionLine =
  /^(?:HIGHLY )?(?:CONFIDENTIAL|PRIVILEGED|DRAFT|FILED|COPY|ORIGINAL|SEALED|UNDER SEAL|PUBLISHED|UNPUBLISHED|NOT FOR PUBLICATION|FOR PUBLICATION)\b|\b(?:COURT|CIRCUIT|DISTRICT OF|DIVISION|INC|LLC|LLP|CORP|CORPORATION|COMPANY|LTD|L\.P|N\.A|P\.C|ET AL|V|VS|ESQ|JUDGE|COUNTY OF|STATE OF)\b\.?|\b(?:BOARD|BUREAU|COMMISSION|AGENCY|TRIBUNAL)$|^(?:IT IS )?(?:HEREBY |SO )?ORDERED\b|^(?:AFFIRMED|REVERSED|VACATED|DISMISSED|REMANDED)\b|, (?:C\.? ?)?JJ?\.[,:]?$/;
const knownHeadings = new Set(
  `introduction background facts argument analysis discussion conclusion order opinion dissent concurrence holding disposition
  recitals definitions jurisdiction parties witnesseth syllabus summary overview findings verdict judgment affidavit
  verification preamble whereas damages remedies notices miscellaneous relief agreement complaint answer exhibits`.split(
    /\s+/,
  ),
);
const knownPhrases =
  /^(?:(?:statement|summary) of (?:the )?(?:facts?|case|issues?|argument)|standards? of (?:review|law)|(?:factual|procedural|legal) (?:and procedural )?(?:background|history|standard)s?|(?:facts and )?procedural (?:history|posture)|(?:memorandum )?findings of fact(?: and (?:opinion|conclusions of law))?|conclusions? of law|legal (?:analysis|discussion|standard)|prayer for relief|causes? of action|questions? presented|jurisdictional statement|table of (?:contents|authorities)|certificate of service|memorandum (?:opinion|and order)|jury demand|demand for jury trial|nature of the (?:action|case)|jurisdiction and venue|the parties|general allegations|issues? presented|(?:brief|short) answers?)$/i;
/** What follows the number in a reference to a part: "Section 5.2 of the Lease", "Article IV hereof". */
const referenceWord =
  /^(?:of|and|or|in|to|for|as|by|is|are|was|were|shall|may|will|must|hereof|herein|hereunder|hereto|thereof|above|below|through|which|that|this|provides?|requires?|applies|and\/or|with|under|on|at|from|if|because|when|where|the)\b|^[,;)\]]/;

/** True for words that go on from a reference, so that its number is no label. */
export const goesOnFromReference = (rest: string): boolean => referenceWord.test(rest.trimStart());

/** The title that a clause opens with, or undefined. */
export const runInTitle = (rest: string): string | undefined => runIn.exec(rest)?.[1];

/** A few words that may be a heading: capitals, or every significant word capitalised; no end of a sentence inside. */
export function isTitle(rest: string): boolean {
  const text = rest.replace(/^[\s.:—–-]+/, '').trim();
  if (text === '') return true;
  if (text.length > 200 || /[;,]$/.test(text)) return false;
  if (/[.!?]\s/.test(text.replace(/\b(?:vs?|Inc|No|Co|Corp|U\.S|\p{Lu})\.\s/gu, ''))) return false;
  const words = text.split(/\s+/);
  if (words.length > 14) return false;
  if (!/\p{Ll}/u.test(text)) return /\p{Lu}/u.test(text);
  const capitalised = words.filter(word => /^["“‘'([]*[\p{Lu}\d§&*–—-]/u.test(word) || smallWords.has(word)).length;
  return capitalised === words.length && !(/[.!?]$/.test(text) && words.length > 8);
}

/** A heading by its words, in whatever letters: "Standard of Review". */
export function isKnownHeading(line: string): boolean {
  if (line.length > 60 || !/^\p{Lu}/u.test(line)) return false;
  const bare = line.replace(/:$/, '').trim();
  return knownHeadings.has(bare.toLowerCase()) || knownPhrases.test(bare);
}

/** A line of capitals with at least one real word, no end of a sentence, and not a table row or a name in a caption. */
export function isCapitalsHeading(line: string): boolean {
  if (line.length > 100 || /\p{Ll}|^[^\p{Lu}\d“"]/u.test(line) || captionLine.test(line)) return false;
  if (/[,;)_/$-]$|(?:\S+ ){3,}\S+\.$/.test(line) || /[|_]|\s{3,}|\d{5,}|\/S\//.test(line)) return false;
  const letters = line.replace(/[^\p{Lu}]/gu, '').length;
  return letters >= 6 && /\p{Lu}{4,}/u.test(line) && letters >= line.replace(/\s/g, '').length * 0.7;
}

/** Few words, all significant ones capitalised, no digit and no punctuation: a title if it stands alone above prose. */
export function isPlainTitle(line: string): boolean {
  if (line.length > 80 || /[\d,;.:!?)(/@_]/.test(line) || !/^\p{Lu}/u.test(line) || !/\p{L}$/u.test(line)) return false;
  const words = line.split(/\s+/);
  return words.length <= 8 && !smallWords.has(words.at(-1) as string) && isTitle(line);
}

/** On one line, without the punctuation that parts it from what follows. */
export const tidyTitle = (title: string): string =>
  title
    .replace(/\s+/g, ' ')
    .replace(/[\s.:—–-]+$/, '')
    .trim();
