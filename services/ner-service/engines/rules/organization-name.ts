/** Tells where the name of an organisation begins and ends in a run of capitalised words. */
import {
  forWords,
  generic,
  headWords,
  leadIns,
  legalForms,
  officers,
  offices,
  ofWords,
  pairs,
  placeLike,
  qualifiers,
  unnamed,
} from './organization-words.ts';
import { stateNames } from './places.ts';
import { isCommonWord, isGivenName, isNeverName, isSurname, mayBeGivenName } from './vocabulary.ts';

/** A word of a run, or one that joins two. */
export interface Word {
  /** Without comma. */
  text: string;
  start: number;
  end: number;
  comma: boolean;
  joins: boolean;
  /** The line was ended after it. */
  endsLine: boolean;
}

/** The word that makes an organisation of the words before it, and the first word past the name. */
export interface NameEnd {
  head: number;
  past: number;
  /** The head is a legal form. */
  legal: boolean;
}

/** In small letters, without a final full stop and accents: "Sàrl" is a legal form too. */
export const plainOf = ({ text }: Word): string =>
  text.replace(/\.$/, '').toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
/** True for a word in capitals of two letters and more. */
export const inCapitals = ({ text, joins }: Word): boolean =>
  !joins && /\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text);

/** Two capitals alone are a state's postal code ("Pueblo, CO", "Reno, NV") unless the whole name is in capitals. */
const isLegalForm = (words: Word[], at: number): boolean => {
  const word = words[at];
  if (!word || !legalForms.has(plainOf(word))) return false;
  if (/^(?:NV|SA|BV|AB|AS|SE|OY|NA|AG)$/.test(word.text)) return at > 0 && words[at - 1]?.comma === false;
  return !/^(?:CO|PA|PC)$/.test(word.text) || inCapitals(words[at - 1] as Word);
};

/** "Co., Inc.", "GmbH & Co. KG", "Pty Ltd": past the last of the legal forms that start here. */
function pastLegalForms(words: Word[], at: number): number {
  let past = at + 1;
  for (;;) {
    if (isLegalForm(words, past)) past += 1;
    else if (words[past]?.joins && isLegalForm(words, past + 1)) past += 2;
    else return past;
  }
}

/** Districts and services are organisations by what they run: "Water District", not "Northern District". */
const isHeadWord = (words: Word[], at: number): boolean => {
  const word = words[at];
  if (!word || !headWords.has(plainOf(word))) return false;
  const before = words[at - 1];
  if (!before || before.endsLine) return false;
  // "Hurd & Associates".
  if (before.joins) return /^(?:&|and)$/i.test(before.text) && /^(?:associates|partners|sons)$/.test(plainOf(word));
  return !/^(?:district|services?|system)$/.test(plainOf(word)) || qualifiers.has(plainOf(before));
};

/** The first word that makes an organisation of the words before it, and how far the name goes on after it. */
export function endOfName(words: Word[], from: number): NameEnd | undefined {
  for (let at = from; at < words.length; at++) {
    const { comma, text } = words[at] as Word;
    // "Board of Directors of the Company": after an article it is a common noun.
    const isNoun = /^the$/i.test(words[at - 1]?.text ?? '');
    if (at > from && !isNoun && isLegalForm(words, at))
      return { head: at, past: pastLegalForms(words, at), legal: true };
    if (ofWords.has(plainOf(words[at] as Word)) && /^of$/i.test(words[at + 1]?.text ?? '') && !comma) {
      const past = endOfPhrase(words, at + 2);
      if (isOffice(words, at)) continue;
      // "Secretary of Acme Corp." is a person's office, "Secretary of State" the state's.
      if (!officers.has(text.toLowerCase()) || !isLegalForm(words, past - 1)) return { head: at, past, legal: false };
    }
    if (isFor(words, at)) return { head: at, past: endOfPhrase(words, at + 2), legal: false };
    if (at > from && isHeadWord(words, at) && !leadsOn(words, at)) return { head: at, past: at + 1, legal: false };
    if (at > from + 1 && isPairOfNames(words, at)) return { head: at, past: at + 1, legal: false };
  }
  return undefined;
}

/** "Center for Biological Diversity": whom or what it is for is of its name, unless that is a party to the case. */
function isFor(words: Word[], at: number): boolean {
  const [body, joint, next, more] = words.slice(at, at + 4);
  if (!body || !forWords.has(plainOf(body)) || body.comma || body.endsLine || joint?.text !== 'for') return false;
  const aim = /^the$/.test(next?.text ?? '') ? more : next;
  return aim !== undefined && !aim.joins && !roleWords.test(aim.text);
}
const roleWords =
  /^(?:Plaintiff|Defendant|Appell|Petitioner|Respondent|Debtor|Company|Corporation|Seller|Buyer|Lender|Borrower|Court|District|Trustee)/;

/** "Pruitt & Sandoval": two names joined by "&"; not "Terms & Conditions". */
function isPairOfNames(words: Word[], at: number): boolean {
  const [first, sign, second] = words.slice(at - 2, at + 1) as [Word, Word, Word];
  const names = [first, second].filter(({ text }) => /^\p{Lu}[\p{L}'’-]+$/u.test(text) && !isCommonWord(text));
  if (sign.text !== '&' || first.endsLine || sign.endsLine) return false;
  if (names.length < 2 && !(names.length === 1 && isListed(words, at - 2))) return false;
  if (first.text !== second.text && !names.some(({ text }) => isSurname(text))) return false;
  return !leadsOn(words, at) && !isLegalForm(words, at + 1);
}

/** "McDermott, Will & Emery": a surname and a comma before a word that is no surname alone. */
function isListed(words: Word[], at: number): boolean {
  const before = words[at - 1];
  return before?.comma === true && !before.endsLine && isSurname(before.text) && !isGivenName(before.text);
}

/** "Bank of America, N.A." and "Church Insurance Company": the head word is not the last of the name. */
function leadsOn(words: Word[], at: number): boolean {
  if (words[at]?.comma) return isLegalForm(words, at + 1);
  if (words[at]?.endsLine) return false;
  let of = false;
  for (let next = at + 1; next < words.length && next <= at + 4; next++) {
    const { text, comma, endsLine } = words[next] as Word;
    if (/^and$/i.test(text)) return false;
    of ||= /^of$/i.test(text);
    if (isLegalForm(words, next) || (!of && isHeadWord(words, next))) return true;
    if (comma) return isLegalForm(words, next + 1);
    if (endsLine) return false;
  }
  return false;
}

/** "Department of Health and Human Services": capitalised words after "of"; a comma or the end of the line ends them. */
function endOfPhrase(words: Word[], from: number): number {
  let past = from;
  for (let at = from; at < words.length && at < from + 7; at++) {
    const word = words[at] as Word;
    if (/^(?:attn|attention|et|in|on)$/i.test(plainOf(word))) break;
    if (!word.joins) past = at + 1;
    if (word.comma && isLegalForm(words, at + 1)) return pastLegalForms(words, at + 1);
    if (!word.joins && (word.comma || isLegalForm(words, at))) break;
    // "COMMISSIONER OF INTERNAL / REVENUE,": a narrow caption breaks names where it must.
    if (word.endsLine && !word.joins && !(inCapitals(word) && words[at + 1]?.comma)) break;
  }
  return past;
}

/** Walks back from the head over the words of the name: to a comma, a finished name, or a word that opens a sentence. */
export function startOfName(words: Word[], from: number, { head, past, legal }: NameEnd): number {
  let start = head;
  for (let at = head - 1; at >= from; at--) {
    const word = words[at] as Word;
    if (word.comma && !(at === head - 1 && legal) && !isInListOfNames(words, at, head)) break;
    if (/^and$/i.test(word.text) && !(legal && at === from + 1) && !joinsNames(words, at, head, legal)) break;
    if (/^(?:in|on)$/i.test(word.text)) break;
    if (word.endsLine && isName(words.slice(at + 1, past), legal)) break;
    if (!word.joins) start = at;
  }
  start = pastPerson(words, pastOffice(words, start, head), head);
  while (start < head && isLeadIn((words[start] as Word).text)) start++;
  while (start < head && (words[start] as Word).joins) start++;
  return start;
}

/** "Savings and Loan Association", and "Ketchmark and McCreight, P.C.": the "and" is of the name. */
function joinsNames(words: Word[], at: number, head: number, legal: boolean): boolean {
  const [first, second] = [words[at - 1], words[at + 1]];
  if (!first || !second || first.comma) return false;
  if (pairs.has(plainOf(first))) return true;
  const before = words[at - 2];
  // "Nanakuli Paving and Rock Company": two words for what it does, after the name.
  if (legal && before && !before.joins && !before.comma && !before.endsLine && [first, second].every(isTrade))
    return true;
  const alone = !before || before.comma || before.joins || before.endsLine;
  return (
    legal && at + 2 === head && alone && !isCommonWord(first.text) && isSurname(second.text) && isFirm(words[head])
  );
}

const isTrade = ({ text, endsLine }: Word): boolean =>
  !endsLine && /^\p{L}{3,}$/u.test(text) && isCommonWord(text) && !isNeverName(text);

/** The forms of those who practise a profession under their own names. */
const isFirm = (word: Word | undefined): boolean =>
  word !== undefined && /^(?:p\.?c|ll\.?p|p\.?a|pllc|l\.l\.p|apc|chartered)$/.test(plainOf(word));

/** "Board of Directors", "Compensation Committee of the Board": an office of any company. */
const isOffice = (words: Word[], at: number): boolean =>
  (/^the$/i.test(words[at + 2]?.text ?? '') && unnamed.has(plainOf(words[at + 3] ?? (words[at] as Word)))) ||
  (/^(?:board|committee|council)$/.test(plainOf(words[at] as Word)) &&
    /^(?:directors|managers|trustees)$/i.test(words[at + 2]?.text ?? ''));

/** "Morgan, Lewis & Bockius LLP": single names with commas before an "&". */
function isInListOfNames(words: Word[], at: number, head: number): boolean {
  const before = words[at - 1];
  const alone = !before || before.comma || before.joins || before.endsLine;
  const listed = words.slice(at + 1, head).some(({ text }) => text === '&');
  return alone && listed && !isCommonWord((words[at] as Word).text);
}

/** "Vice President of Supply Chain of Acme Corp.": the name begins after the office. */
function pastOffice(words: Word[], start: number, head: number): number {
  const inFront = words.slice(start, head);
  const office = inFront.findLastIndex(word => offices.has(plainOf(word)));
  if (office === -1) return start;
  const of = inFront.findLastIndex(({ text }, at) => /^of$/i.test(text) && !isKindOfBody(inFront[at - 1]));
  return start + Math.max(office, of) + 1;
}

/** "Priya Rao of the Massachusetts Institute", "Irving Roe for the Bar Association": who is of it or speaks for it is not of its name. */
function pastPerson(words: Word[], start: number, head: number): number {
  const of = words.slice(start, head).findIndex(({ text }) => /^(?:of|for)$/i.test(text));
  const left = words.slice(start, start + Math.max(0, of));
  const [first, last] = [left[0], left.at(-1)];
  const title = start > 0 && /^(?:[DM]rs?|Ms|Prof|Hon|Rev)\.$/.test(words[start - 1]?.text ?? '');
  if (!first || !last || left.length > 4 || left.some(isKindOfBody)) return start;
  const isPerson = left.length > 1 && (isGivenName(first.text) || (mayBeGivenName(first.text) && isSurname(last.text)));
  return isPerson || title || /^(?:[DM]rs?|Ms|Prof|Hon|Rev)\.$/.test(first.text) ? start + of + 1 : start;
}

const isKindOfBody = (word: Word | undefined): boolean =>
  word !== undefined && (ofWords.has(plainOf(word)) || headWords.has(plainOf(word))) && !officers.has(plainOf(word));

const isLeadIn = (text: string): boolean =>
  leadIns.has(text.replace(/\.$/, '').toLowerCase()) || /^(?:\d{1,2}|(?:19|20)\d\d)$/u.test(text);

/** A name has a word of its own: "Limited Liability Company" and "the Insurance Company" have none. */
export function isName(words: Word[], legal: boolean): boolean {
  if (words.length < 2) return false;
  const own = words.filter(word => {
    const plain = plainOf(word);
    return !word.joins && !legalForms.has(plain) && !headWords.has(plain) && !ofWords.has(plain) && !generic.has(plain);
  });
  if (own.length === 0 || (!legal && words.length > 9)) return false;
  // "a Nevada Corporation" says what it is, not how it is called.
  if (legal && stateNames.includes(own.map(({ text }) => text).join(' '))) return false;
  const person = !legal && words.length === 2 && isGivenName((words[0] as Word).text);
  return !person && !own.every(({ text }) => isNeverName(text) && !placeLike.has(text.toLowerCase()));
}
