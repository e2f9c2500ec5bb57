/** Which words are given names, surnames or common words, from the lexicon that comes with `compromise`; and the legal words that are none. */
import nlp from 'compromise';

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

const tagsOf = (word: string): string[] => {
  const tags = Object.hasOwn(lexicon, word) ? lexicon[word] : undefined;
  return tags === undefined ? [] : typeof tags === 'string' ? [tags] : tags;
};

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
  highway suite floor room building tower plaza court place parkway box phone fax telephone email internet facsimile
  the this that these those a an and or of in on at by for from to with as if when where while who whom whose which what why how
  is are was were be been being has have had do does did not no yes we he she it they you i his her its their our your my
  all any each every some such other another both either neither first second third fourth fifth sixth seventh eighth ninth tenth
  see also but however moreover therefore thus because although since before after under upon during between among against
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
  mr mrs ms dr prof hon rev honorable professor doctor detective sergeant lieutenant captain colonel
  government governments islands island supreme superior municipal appellate bankruptcy probate chancery republic kingdom nation tribe tribal
  securities exchange stock preferred common shares class series senior junior note bond notes bonds credit loan`.split(
    /\s+/,
  ),
);

const key = (word: string): string =>
  word
    .toLowerCase()
    .replace(/[.’']s?$|\.$/g, '')
    .replace(/’/g, "'");

/** True for a word that is a given name and little else: "Deborah", not "Grace" or "Will". */
export function isGivenName(word: string): boolean {
  const name = key(word);
  return tagsOf(name).some(tag => givenNameTags.has(tag)) && !ambiguousGivenNames.has(name) && !neverNames.has(name);
}

/** True for a given name that is also another word: good only beside better evidence. */
export const mayBeGivenName = (word: string): boolean => tagsOf(key(word)).some(tag => givenNameTags.has(tag));

/** True for one of the frequent surnames. */
export const isSurname = (word: string): boolean =>
  tagsOf(key(word)).includes('LastName') && !neverNames.has(key(word));

/** True for words a person's name never holds: legal terms, function words, roles, months. */
export const isNeverName = (word: string): boolean => neverNames.has(key(word));

/** True for words of the general vocabulary ("Exploratory", "Running"), which capitals alone do not make a name. */
export function isCommonWord(word: string): boolean {
  const name = key(word);
  if (neverNames.has(name)) return true;
  const tags = tagsOf(name);
  return tags.length > 0 && !tags.some(tag => namelike.has(tag));
}
