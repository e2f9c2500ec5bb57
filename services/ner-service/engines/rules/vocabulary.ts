/** Which words are given names, surnames or common words, by word lists of others; and the legal words that are none. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import nlp from 'compromise';
import { getGender } from 'gender-detection-from-name';
import { countries, stateNames } from './places.ts';

/**
 * `compromise` is used for its word lists only: its tagger reads "Grace Community Chapel" as a person, and costs more
 * than all our rules together.
 */
const lexicon = lexiconOf(nlp.model());

function lexiconOf(model: unknown): Readonly<Record<string, string | string[]>> {
  const words = (model as { one?: { lexicon?: Record<string, string | string[]> } }).one?.lexicon;
  if (!words?.deborah) throw new Error('compromise no longer offers its lexicon at model().one.lexicon');
  return words;
}

const isPlain = /^[a-z'-]*$/;

/** The word in small letters, without possessive ending, full stop and accents. */
function key(word: string): string {
  const name = word.toLowerCase().replace(/[.’']s?$/, '');
  return isPlain.test(name) ? name : name.replace(/’/g, "'").normalize('NFD').replace(/\p{M}/gu, '');
}

/** Parts of names of people, given and family names alike, from a spelling dictionary: only the file is used. */
const namesOfPeople = readNames();

function readNames(): ReadonlySet<string> {
  const dictionary = createRequire(import.meta.url).resolve('@cspell/dict-people-names');
  const lines = readFileSync(new URL('dict/people-names.txt', pathToFileURL(dictionary)), 'utf8').split('\n');
  const names = lines.filter(line => /^\p{Lu}[\p{L}'’-]{2,}$/u.test(line)).map(name => key(name));
  if (names.length < 10_000)
    throw new Error('@cspell/dict-people-names no longer has its list at dict/people-names.txt');
  return new Set(names);
}

const tagsOf = (word: string): string[] => {
  const tags = Object.hasOwn(lexicon, word) ? lexicon[word] : undefined;
  return tags === undefined ? [] : typeof tags === 'string' ? [tags] : tags;
};

/** "Texas" and "Chad" are given names too; in legal documents they are places. */
const namesOfPlaces: ReadonlySet<string> = new Set([...stateNames, ...countries].map(name => name.toLowerCase()));

const givenNameTags = new Set(['FirstName', 'MaleName', 'FemaleName']);
const namelike = new Set([...givenNameTags, 'LastName', 'Person', 'ProperNoun']);
/** Given names that legal prose uses as words, months, states or places more often. */
const ambiguousGivenNames = new Set(
  `will may april june august mark grant bill rose grace faith hope chance art case rich frank major dean page royal price trust
  united virginia georgia carolina dakota florida texas austin houston jordan chad israel china london paris sydney madison
  jackson lincoln washington lane chase miles guy king prince duke earl judge justice christian pat drew wade ward heath clay
  cliff dale glen glenn brook summer ivy joy star angel precious destiny liberty charity merit noble van don jean state sterling
  best short long law sunny penny rusty sandy misty candy dawn crystal amber pearl ruby opal olive daisy lily violet iris holly
  bell bond brand early field forest wood woods park parks street north south east west bay sea harbor lake river hill stone`.split(
    /\s+/,
  ),
);
/** Words that are capitalised in legal documents and never part of a person's name. */
const neverNames = new Set(
  `agreement contract lease license policy plan party parties section article exhibit schedule appendix annex paragraph clause
  court circuit district division county state states city town village commonwealth federal national united american
  plaintiff plaintiffs defendant defendants petitioner petitioners respondent respondents appellant appellants appellee appellees
  movant claimant claimants intervenor amicus amici curiae counsel attorney attorneys esquire clerk reporter judge judges justice
  justices magistrate chief senior associate presiding acting deputy assistant general president vice chairman chair director
  officer secretary treasurer commissioner governor mayor senator representative congress senate house committee commission board
  department bureau office agency administration authority council panel company corporation corp inc llc ltd llp bank trust
  association foundation institute university college school church chapel hospital center centre clinic medical health insurance
  fund funds holdings group partners partnership enterprises industries services systems solutions technologies pharmaceuticals
  laboratories products international global law laws act code rule rules regulation regulations statute constitution amendment
  title chapter part subpart order opinion judgment decree motion brief memorandum complaint answer petition notice appeal writ
  summary certificate affidavit declaration deposition transcript docket case cases number file filed date dated page pages
  january february march april may june july august september october november december monday tuesday wednesday thursday friday
  saturday sunday north south east west northern southern eastern western middle central street avenue road drive lane boulevard
  highway suite floor room building tower plaza court courthouse place parkway box phone fax telephone email internet facsimile
  the this that these those a an and or of in on at by for from to with as if when where while who whom whose which what why how
  is are was were be been being has have had do does did not no yes we he she it they you i his her its their our your my
  all any each every some such other another both either neither first second third fourth fifth sixth seventh eighth ninth tenth
  see also but however moreover therefore thus because although since before after under upon during between among against
  then later thereafter meanwhile finally today yesterday tomorrow now there here instead perhaps still yet indeed again nor so only
  even once until unless within without about above below over through into onto following including despite unlike like according
  further additionally accordingly consequently furthermore nevertheless nonetheless similarly likewise conversely specifically
  recently currently previously originally initially eventually ultimately
  one two three four five six seven eight nine ten
  confidential exclusive effective term terms conditions definitions recitals whereas witness whereof product products property
  purchase sale seller buyer purchaser vendor lender borrower landlord tenant lessor lessee licensor licensee employer employee
  employees contractor subcontractor owner owners sponsor insured insurer guarantor trustee trustees debtor creditor agent
  agents manager managers member members shareholder shareholders stockholder affiliate affiliates subsidiary subsidiaries
  successor successors assigns business commercial intellectual rights right net gross sales market marketing calendar quarter
  claim claims damages losses loss tax taxes income revenue internal service return form table figure note notes column row
  background introduction discussion conclusion analysis argument facts standard review procedural history issue issues affirmed
  reversed remanded vacated dismissed concurring dissenting per id ibid supra infra model airplane airplanes aircraft flight
  medicare medicaid english spanish french german chinese japanese mexican indian african european british canadian
  compact river reach water basin lake creek mountain valley island project program system manual directive proposed final
  trial exhibit entry document doc docs response reply objection stipulation settlement appearance hearing conference
  exhibits deposition testimony evidence jury verdict sentence plea guilty murder robbery assault
  name signature signed printed sworn subscribed public notary seal stamp copy original draft
  dear re cc bcc subject sent received attachment attachments enclosure sincerely respectfully submitted
  cir dist supp ct app bankr aff'd rev'd cert
  pro bono nurse sheriff trooper warden investigator defender prosecutor sir dame miss
  mr mrs ms dr prof hon rev honorable professor doctor detective sergeant lieutenant captain colonel
  government governments islands island supreme superior municipal appellate bankruptcy probate chancery republic kingdom nation tribe tribal
  immigration compensation securities exchange stock preferred common shares class series senior junior note bond notes bonds credit loan`.split(
    /\s+/,
  ),
);

/** True for a word that is a given name and little else: "Deborah", not "Grace" or "Will". */
export function isGivenName(word: string): boolean {
  const name = key(word);
  const isOne = (part: string) => tagsOf(part).some(tag => givenNameTags.has(tag)) && !neverNames.has(part);
  // "Jean-Claude" is one although "Jean" alone may be cloth.
  if (name.includes('-')) return name.split('-').every(part => isOne(part) || isListedGivenName(part));
  return isOne(name) && !ambiguousGivenNames.has(name);
}

/** True for what some people are called and other things too ("Grace", "Kestrel"): good only beside better evidence. */
export function mayBeGivenName(word: string): boolean {
  const name = key(word);
  if (neverNames.has(name) || namesOfPlaces.has(name)) return false;
  const tags = tagsOf(name);
  return isListedGivenName(name) || tags.some(tag => givenNameTags.has(tag));
}

/** "Smith Barney": of a frequent surname the list of given names is no proof. */
const isListedGivenName = (name: string): boolean =>
  name.length > 2 && !neverNames.has(name) && !tagsOf(name).includes('LastName') && getGender(name) !== 'unknown';

/** True for one of the most frequent surnames. */
export const isFrequentSurname = (word: string): boolean =>
  tagsOf(key(word)).includes('LastName') && !neverNames.has(key(word));

/** True for a surname that is hardly another word: "Bordelon", not "Plant". */
export const isSurname = (word: string): boolean =>
  mayBeSurname(word) && (tagsOf(key(word)).includes('LastName') || !isCommonWord(word));

/** True for what some people are called by surname, a word of another meaning or not; never a word of the law or a place. */
export function mayBeSurname(word: string): boolean {
  const name = key(word);
  if (neverNames.has(name) || namesOfPlaces.has(name)) return false;
  const isOne = (part: string) => tagsOf(part).includes('LastName') || namesOfPeople.has(part);
  return isOne(name) || (name.includes('-') && name.split('-').some(isOne));
}

/** True for the name of a state or country. */
export const isPlace = (word: string): boolean => namesOfPlaces.has(key(word));

/** True for words a person's name never holds: legal terms, function words, roles, months. */
export function isNeverName(word: string): boolean {
  const name = key(word);
  // "Plaintiff-Appellant".
  return neverNames.has(name) || (name.includes('-') && name.split('-').every(part => neverNames.has(part)));
}

/** True for words of the general vocabulary ("Exploratory", "Running"), which capitals alone do not make a name. */
export function isCommonWord(word: string): boolean {
  const name = key(word);
  if (neverNames.has(name)) return true;
  const tags = tagsOf(name);
  return tags.length > 0 && !tags.some(tag => namelike.has(tag));
}
