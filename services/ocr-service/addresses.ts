/** Joins mail and web addresses that OCR broke in two: engines see a space beside "@" and after "www." where none is printed. */
import { around, type Word } from './page.ts';

const localPart = /^[\w(<"“[]*[A-Za-z0-9][\w.+-]*$/;
const domain = /^(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}[).,;:>”"'\]]*$/;
/** With a dot: "@counsel" alone is no address. */
const atDomain = /^@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}[).,;:>”"'\]]*$/;
const schemeAlone = /^[(<"“[]?(?:https?:?|https?:\/\/|(?:https?:\/\/)?www\.)$/i;
const afterScheme = /^(?:\/\/|www\.|[A-Za-z0-9-]+\.)[\w./?=&%#~:+-]*[).,;>”"'\]]*$/;
const openDomain =
  /@(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+\.$|^[(<]?(?:https?:\/\/)?www\.(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+\.$/i;
const topLevel = /^(?:com|org|net|gov|edu|mil|us|uk|law|legal|info|biz|example)\b(?:\/\S*)?[).,;:>”"'\]]*$/;

/** The words of a line, each address in one word with the box of its pieces. */
export function joinAddresses(words: Word[]): Word[] {
  const joined: Word[] = [];
  // From the end, so that a lone "@" has its domain before its name is looked at.
  for (const word of words.toReversed()) {
    const next = joined.at(-1);
    if (next && belongTogether(word, next)) joined[joined.length - 1] = join(word, next);
    else joined.push(word);
  }
  return joined.reverse();
}

function belongTogether({ text: a }: Word, { text: b }: Word): boolean {
  if (/^[^@]*@$/.test(a)) return domain.test(b);
  if (localPart.test(a) && atDomain.test(b)) return true;
  if (schemeAlone.test(a)) return afterScheme.test(b);
  return openDomain.test(a) && topLevel.test(b);
}

function join(first: Word, second: Word): Word {
  const box = around([first.box, second.box]);
  const text = first.text + second.text;
  if (first.confidence === undefined || second.confidence === undefined) return { text, box };
  return { text, box, confidence: Math.min(first.confidence, second.confidence) };
}
