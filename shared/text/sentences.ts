/** Finds where sentences end in legal prose, where most full stops end an abbreviation and not a sentence. */
import { kind, kindAt } from './characters.ts';

/** Words that carry a full stop without ending a sentence, lower case, without the stop. Doubtful ones are here too: a missed end is harmless. */
const abbreviations = new Set(
  `v vs no nos inc corp co ltd llc lp bros id ibid al etc e.g i.e cf viz art arts sec secs § cl para paras ch chs pt pts
  p pp n nn fn vol vols ed eds rev supp app cir ct cts dist div dept dep ex exs exh fig figs tab tbl app'x apps
  mr mrs ms dr prof hon rev gov sen rep gen col capt lt sgt cmdr maj pres jr sr esq st ste mt ft ave blvd rd ln pkwy hwy
  jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun
  u.s u.s.c c.f.r f fed reg stat pub l cong sess res cong s h r cal tex fla ill ind mass mich minn miss mo mont neb nev
  okla ore pa tenn va vt wash wis wyo ala alaska ariz ark colo conn del ga haw ind kan ky la md me n.h n.j n.m n.y n.c n.d ohio
  r.i s.c s.d w.va so bankr evid civ crim proc prac pet wall cranch wheat how dall black treas admin comm
  const amend annot ann op ops atty attys assn assoc ass'n dep't int'l nat'l gov't comm'n bhd mfg mut ins
  rel resp appx tr doc docs dkt mem memo decl aff dep tit subch subpt subd subsec cmt r.c approx est max min lbs ret`
    .split(/\s+/)
    .filter(Boolean),
);

const possibleEnd = /[.!?]["'”’)\]]{0,8}\s+|[。！？]["”’」』）]{0,8}\s*/g;
/** A sentence opens with one of these; anything else after a full stop continues it. */
const opening = /[\p{Lu}\p{N}\p{Lo}"'“‘([§¶•*–—[]/u;

/**
 * Ends of the sentences within `text.slice(start, end)`, in order, each past the white space that follows, the last
 * one being `end`. White space belongs to the sentence before it.
 */
export function sentenceEnds(text: string, start: number, end: number): number[] {
  const ends: number[] = [];
  possibleEnd.lastIndex = start;
  for (let match = possibleEnd.exec(text); match && match.index < end; match = possibleEnd.exec(text)) {
    const after = match.index + match[0].length;
    if (after >= end) break;
    if (endsSentence(text, start, match.index, after)) ends.push(after);
  }
  ends.push(end);
  return ends;
}

function endsSentence(text: string, start: number, stop: number, after: number): boolean {
  if (!opening.test(text.charAt(after)) && kindAt(text, after) !== kind.surrogate) return false;
  return text.charAt(stop) !== '.' || !isAbbreviated(text, start, stop);
}

/** True if the word before the full stop at `stop` is an abbreviation, an initial, or the number of a list item. */
function isAbbreviated(text: string, start: number, stop: number): boolean {
  let from = stop;
  while (from > start && stop - from < 24 && !/[\s(["“‘—–]/.test(text.charAt(from - 1))) from--;
  const word = text.slice(from, stop);
  if (word.length === 0) return true;
  if (/^\p{Lu}$/u.test(word) || /\p{L}\.\p{L}/u.test(word)) return true;
  if (abbreviations.has(word.toLowerCase())) return true;
  return /^(?:\d{1,3}|[ivxIVX]{1,5}|[a-z])$/.test(word) && isListNumber(text, start, from);
}

/** A number opening a sentence or a line counts items: "5. The parties agree". One that ends a sentence does not. */
function isListNumber(text: string, start: number, from: number): boolean {
  const before = text.slice(Math.max(start, from - 3), from).trimEnd();
  return from === start || before === '' || /[.;:!?]$/.test(before) || text.charAt(from - 1) === '\n';
}
