/** Reads the key of an organisation's name: its words in one spelling, its legal forms, numbers and other names. */
import { stateName } from './court-name.ts';
import { takeForms } from './legal-forms.ts';
import { readNumber } from './number-words.ts';
import { fold, skeleton, withoutMisreadDigits } from './words.ts';

/** One name in parts. */
export interface OrganizationName {
  /** Words that tell it from others: abbreviations written out, without articles and "and". */
  words: string[];
  forms: string[];
  /** Beside each word all that it may stand for, the word itself first. */
  readings: (readonly string[])[];
  /** Numbers and ordinals among the words: different ones never name one organisation. */
  numbers: string[];
}

/** Abbreviations that stand in names of organisations, written out (most are those of The Bluebook, table T6). */
const abbreviations = new Map(
  `intl international|natl national|nat national|mfg manufacturing|mfrs manufacturers|assn association|assocs associates|
  dept department|univ university|bros brothers|st saint|ste sainte|mt mount|ft fort|svcs services|servs services|
  inds industries|ins insurance|fed federal|gen general|govt government|ctr center|cntr center|centre center|
  cty county|commn commission|commr commissioner|hosp hospital|mgmt management|mgt management|mktg marketing|
  engg engineering|engrg engineering|envtl environmental|grp group|hldgs holdings|hldg holding|labs laboratories|
  pharms pharmaceuticals|prods products|props properties|rr railroad|ry railway|sch school|schs schools|soc society|
  telecomm telecommunications|util utility|utils utilities|amer american|bd board|bldg building|
  bldgs buildings|cmty community|constr construction|const construction|dist district|div division|enters enterprises|equip equipment|
  exch exchange|fdn foundation|found foundation|hous housing|indem indemnity|mach machinery|meml memorial|mun municipal|
  mut mutual|pac pacific|sav savings|secs securities|std standard|twp township|tr trust|cas casualty|coll college|
  coop cooperative|co-op cooperative|consol consolidated|distrib distributing|distribs distributors|fid fidelity|guar guaranty|
  invs investments|invest investment|mkt market|mkts markets|mortg mortgage|mtge mortgage|mtg mortgage|petrol petroleum|publg publishing|
  refg refining|techs technologies|theatre theater|whse warehouse|whlse wholesale|labour labor|defence defense|
  auth authority|admin administration|hq headquarters|atty attorney|attys attorneys|comms communications|corr correctional|co company|corp corporation|inc incorporated|ltd limited|sur surety|metro metropolitan|
  entmt entertainment|mfr manufacturer|indep independent|info information|liab liability|rehab rehabilitation|ret retirement|res resources|
  prot protection|reg regional|cath catholic|agric agricultural|acad academy|merch merchandise|cnty county|telecomms telecommunications|
  org organization|prod product|offices office|rlty realty|bancorp bancorporation`
    .split('|')
    .map(pair => pair.trim().split(' ') as [string, string]),
);
/** Abbreviations that stand for one word or another, likeliest first: each fits all of them, and those do not fit one another. */
const ambiguous = new Map(
  `assoc association associates associated|tel telephone telegraph|auto automobile automotive|am american america|svc service services|
  serv service services|sys systems system|indus industries industrial industry|ind industries industrial indiana|fin financial finance|
  med medical medicine|dev development developers|elec electric electrical electronics electronic|lab laboratory laboratories|
  pharm pharmaceuticals pharmaceutical pharmacy|transp transportation transport|inst institute institution|chem chemical chemicals|
  educ education educational|pub public publishing|tech technology technologies|sec security securities|prop property properties|
  mem memorial|met metropolitan|cent central|n northern north|s southern south|e eastern east|w western west|chi chicago|ill illinois|
  cal california|tex texas|fla florida|pa pennsylvania|mich michigan|minn minnesota|wis wisconsin|okla oklahoma|tenn tennessee|colo colorado|
  ariz arizona|conn connecticut|del delaware|ala alabama|ark arkansas|ga georgia|ky kentucky|mo missouri|va virginia|neb nebraska|kan kansas|
  mass massachusetts|miss mississippi|wash washington|phila philadelphia`
    .split('|')
    .map(line => {
      const [short = '', ...long] = line.trim().split(' ');
      return [short, [long[0] as string, short, ...long.slice(1)]] as const;
    }),
);
/** Of those, what is as often a word or an initial of its own, and so not written out where names are compared for likeness. */
export const isOwnWord = (word: string): boolean =>
  word.length < 3 || /^(?:ill|del|miss|wash|mass|met|ind|sec|cent|chi|auto)$/.test(word);
const dropped: ReadonlySet<string> = new Set(['the', 'and', '']);
const numberSigns: ReadonlySet<string> = new Set(['no', 'nos', 'nr', 'number']);

/** Where one name ends and another that the organisation had or uses begins. */
const otherName =
  / (?:dba|doing business as|trading as|fka|formerly known as|formerly|nka|now known as|aka|also known as) /;

/** The names in a key without accents, the first being the one it goes by: "Acme Inc. d/b/a Road Supply" has two. */
export const organizationNames = (key: string): OrganizationName[] =>
  key
    .split(otherName)
    .map(name => withoutOrigin(name.trim()))
    .filter(name => name !== '')
    .map(oneName);

const bodies: ReadonlySet<string> = new Set(
  `inc incorporated corp corporation co company ltd limited llc lp llp liability general partnership nonprofit not-for-profit non-profit
  for profit not public benefit professional business statutory banking insurance trust association`.split(/\s+/),
);

/** "Acme Inc., a Delaware corporation" is Acme Inc. */
function withoutOrigin(name: string): string {
  const at = Math.max(name.lastIndexOf(' a '), name.lastIndexOf(' an '));
  const [, ...origin] = at > 0 ? name.slice(at + 1).split(' ', 12) : [];
  const isOrigin = [1, 2, 3].some(
    count =>
      origin.length > count &&
      stateName(origin.slice(0, count).join(' ')) !== undefined &&
      origin.slice(count).every(word => bodies.has(word)),
  );
  return isOrigin ? name.slice(0, at) : name;
}

function oneName(name: string): OrganizationName {
  const { words: bare, forms } = takeForms(name.replace(/^county of (.+)$/, '$1 county').split(/[ -]+/));
  const readings: (readonly string[])[] = [];
  for (let at = 0; at < bare.length; ) {
    const word = bare[at] as string;
    const number = readNumber(bare, at);
    if (number) readings.push([number.value]);
    else if (wordsOf.has(word)) readings.push(...(wordsOf.get(word) as string[]).map(part => [part]));
    else if (!dropped.has(word) && !(numberSigns.has(word) && /^\d/.test(bare[at + 1] ?? '')))
      readings.push(read(word));
    at += number?.words ?? 1;
    if (/^(?:us|states)$/.test(word) && bare[at] === 'of' && bare[at + 1] === 'america') at += 2;
  }
  const words = readings.map(([word]) => word as string);
  return { words, readings, forms, numbers: words.filter(word => /\d/.test(word)) };
}

/** Initials of countries and states that are two words. */
const wordsOf = new Map([
  ['us', ['united', 'states']],
  ['usa', ['united', 'states']],
  ['ny', ['new', 'york']],
  ['nj', ['new', 'jersey']],
]);

function read(word: string): readonly string[] {
  const all = ambiguous.get(word);
  if (all) return isOwnWord(word) ? [word, ...all.filter(other => other !== word)] : all;
  return [abbreviations.get(word) ?? withoutMisreadDigits(word)];
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
  const { words, readings } = organizationNames(fold(key))[0] ?? { words: [], readings: [] };
  const own = readings.findIndex(([word = '', ...others]) => ![word, ...others].some(isGeneric) && !isInitials(word));
  if (own === -1) return words.join(' ');
  // "Tel." meets "Telephone" wherever the short word stands.
  const longer = readings.slice(own).map(([word = '', other = word]) => (isOwnWord(word) ? other : word));
  return skeleton(longer.join('')).slice(0, 3);
}

const isGeneric = (word: string): boolean => generic.has(word);

/** "cr" of C. R. Bard: letters that spell no word. */
export const isInitials = (word: string): boolean =>
  word.length === 1 || (word.length <= 3 && /^[^aeiouy\d]+$/.test(word));
