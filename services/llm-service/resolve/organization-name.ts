/** Reads the key of an organisation's name: its words in one spelling, its legal forms, numbers and other names. */
import { takeForms } from './legal-forms.ts';
import { readNumber } from './number-words.ts';
import { fold, skeleton, withoutMisreadDigits } from './words.ts';

/** One name in parts. */
export interface OrganizationName {
  /** Words that tell it from others: abbreviations written out, without articles and "and". */
  words: string[];
  forms: string[];
  /** Numbers and ordinals among the words: different ones never name one organisation. */
  numbers: string[];
}

/** Abbreviations that stand in names of organisations, written out (most are those of The Bluebook, table T6). */
const abbreviations = new Map(
  `intl international|natl national|nat national|mfg manufacturing|mfrs manufacturers|assn association|assoc association|assocs associates|
  dept department|univ university|bros brothers|st saint|ste sainte|mt mount|ft fort|svc service|svcs services|serv service|servs services|sys systems|
  indus industries|inds industries|ins insurance|fin financial|fed federal|gen general|govt government|ctr center|cntr center|centre center|
  cty county|commn commission|commr commissioner|hosp hospital|med medical|mgmt management|mgt management|mktg marketing|dev development|
  engg engineering|engrg engineering|envtl environmental|elec electric|grp group|hldgs holdings|hldg holding|labs laboratories|lab laboratory|
  pharm pharmaceuticals|pharms pharmaceuticals|prods products|props properties|rr railroad|ry railway|sch school|schs schools|soc society|
  tel telephone|telecomm telecommunications|transp transportation|util utility|utils utilities|am american|amer american|bd board|bldg building|
  bldgs buildings|cmty community|constr construction|const construction|dist district|div division|enters enterprises|equip equipment|
  exch exchange|fdn foundation|found foundation|hous housing|indem indemnity|inst institute|mach machinery|meml memorial|mun municipal|
  mut mutual|pac pacific|sav savings|secs securities|std standard|twp township|tr trust|cas casualty|chem chemical|coll college|
  coop cooperative|co-op cooperative|consol consolidated|distrib distributing|distribs distributors|educ education|fid fidelity|guar guaranty|
  invs investments|invest investment|mkt market|mkts markets|mortg mortgage|mtge mortgage|mtg mortgage|petrol petroleum|pub public|publg publishing|
  refg refining|tech technology|techs technologies|theatre theater|whse warehouse|whlse wholesale|labour labor|defence defense|
  auth authority|admin administration|hq headquarters|atty attorney|attys attorneys|comms communications|corr correctional`
    .split('|')
    .map(pair => pair.trim().split(' ') as [string, string]),
);
const dropped: ReadonlySet<string> = new Set(['the', 'and', '']);
const numberSigns: ReadonlySet<string> = new Set(['no', 'nos', 'nr', 'number']);

/** Where one name ends and another that the organisation had or uses begins. */
const otherName =
  / (?:dba|doing business as|trading as|fka|formerly known as|formerly|nka|now known as|aka|also known as) /;

/** The names in a key without accents, the first being the one it goes by: "Acme Inc. d/b/a Road Supply" has two. */
export const organizationNames = (key: string): OrganizationName[] =>
  key
    .split(otherName)
    .map(name => name.trim())
    .filter(name => name !== '')
    .map(oneName);

function oneName(name: string): OrganizationName {
  const { words: bare, forms } = takeForms(name.split(/[ -]+/));
  const words: string[] = [];
  for (let at = 0; at < bare.length; ) {
    const word = bare[at] as string;
    const number = readNumber(bare, at);
    if (number) words.push(number.value);
    else if (word === 'us') words.push('united', 'states');
    else if (!dropped.has(word) && !(numberSigns.has(word) && /^\d/.test(bare[at + 1] ?? '')))
      words.push(abbreviations.get(word) ?? withoutMisreadDigits(word));
    at += number?.words ?? 1;
  }
  return { words, forms, numbers: words.filter(word => /\d/.test(word)) };
}

/** Words that many names begin with or consist of: alone they name nothing. */
export const generic: ReadonlySet<string> = new Set(
  `united states american national international federal general global first new north south east west northern southern eastern western
  central pacific atlantic state city county town village township district department ministry board commission committee council agency
  authority bureau office administration university college school hospital church bank trust fund company corporation insurance group
  holdings association union society institute foundation center service services systems partnership partners government court of for in
  at saint san los las new york california texas florida`.split(/\s+/),
);

/** Words a document defines for whom it speaks of: "the Company". One document's is not another's. */
const definedTerms: ReadonlySet<string> = new Set(
  `company bank board commission committee council agency authority bureau office department ministry district trust fund partnership
  association union university college school hospital church city county town village township state corporation employer insurer lender
  borrower seller buyer purchaser landlord tenant licensor licensee contractor subcontractor owner trustee agent`.split(
    /\s+/,
  ),
);

/** True for a key that is a defined term and no name: it says who is meant within its document only. */
export const isDefinedTerm = (key: string): boolean => definedTerms.has(key);

/**
 * The block of a key: names are compared within it alone. The first consonants from the first word on that is neither an initial
 * nor generic: few enough to hold misspellings, "Walmart" and "Wal-Mart", "Bard" and "C. R. Bard" together.
 */
export function organizationBlock(key: string): string {
  const words = organizationNames(fold(key))[0]?.words ?? [];
  const own = words.findIndex(word => !generic.has(word) && !isInitials(word));
  if (own === -1) return words.join(' ');
  return skeleton(words.slice(own).join('')).slice(0, 3);
}

/** "cr" of C. R. Bard: letters that spell no word. */
export const isInitials = (word: string): boolean =>
  word.length === 1 || (word.length <= 3 && /^[^aeiouy\d]+$/.test(word));
