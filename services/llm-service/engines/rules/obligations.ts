/** States the key obligations of a contract: who shall, must or agrees to do or leave what, with the sentence that says it. */
import type { Answer, Claim, Passage } from '../engine.ts';
import { claimOfSentence, type Sentence, sentencesOf } from './own-sentences.ts';
import { isContractRole } from './roles.ts';

/** A page of duties is not made of key ones: of each chunk the weightiest. */
const maxPerChunk = 12;

const word = "[A-Z][\\w&.'’-]{0,30}";
const who = `(?:(?:[Ee]ach|[Ee]ither|[Nn]either|[Bb]oth|[Aa]ll|[Tt]he|THE|EACH|EITHER)\\s+(?:of\\s+the\\s+)?)?(?:${word}(?:\\s+(?:and\\s+|of\\s+|&\\s+)?${word}){0,4}|[Pp]art(?:y|ies)|undersigned)`;
const modal =
  '(?:shall|must|will|(?:hereby\\s+)?(?:agrees?|covenants?|undertakes?|promises?)(?:\\s+and\\s+(?:agrees?|covenants?))?\\s+(?:to|that|not)|(?:is|are|shall\\s+be)\\s+(?:required|obligated|responsible|bound)\\s+(?:to|for))';
/** Ways and means between "shall" and the verb. */
const manner =
  '(?:(?:\\w{2,14}ly|also|at\\s+all\\s+times|at\\s+(?:its|their|his|her)\\s+(?:own\\s+|sole\\s+){0,2}(?:cost|expense)(?:\\s+and\\s+expense)?),?\\s+){0,3}';
const duty = new RegExp(
  `(?<![\\w“"])(?<who>${who})(?:,?\\s+and\\s+(?:its|their|his|her|all|any|affiliated)\\s+(?:respective\\s+)?\\w{3,20})?(?:,\\s[^,.;]{1,80},)?\\s+(?<cue>${modal})\\s+(?<not>not\\s+)?${manner}(?<verb>[A-Za-z]{2,20})\\b`,
  'g',
);

/** Deeds that contracts are made for. */
const keyDeed = new Set(
  `pay repay reimburse purchase buy sell supply deliver provide produce manufacture ship indemnify defend hold insure maintain keep
  perform complete furnish grant assign transfer return refund disclose compete solicit use notify comply obtain procure repair
  replace construct install develop market promote license lease lend fund contribute remit guarantee secure warrant cooperate`.split(
    /\s+/,
  ),
);
const deed = new Set(
  `accept act adhere advise afford allow appoint arrange assist assume attend bear bring cause cease commence communicate conduct
  consult continue coordinate correct cover credit deduct deposit destroy devote disparage distribute employ enable enforce engage
  enter establish execute exercise file follow give hire identify implement inform inspect interfere issue join make manage
  negotiate offer operate order permit place prepare present prevent process prosecute protect publish receive record recruit
  refrain register release remove render report request require retain review satisfy select send serve settle sign sponsor store
  submit supervise support surrender take terminate test train treat undertake update vacate verify waive withhold work do incur
  have be consent account designate invest negotiate pledge respond host display feature`.split(/\s+/),
);
/** What follows says the duty, whatever word it is: "is responsible for delivery". */
const isBound = /\b(?:required|obligated|responsible|bound)\b/;
/** A right, a definition or a disclaimer says "shall" too. */
const noDuty =
  /^\s*(?:(?:be\s+(?:deemed|entitled|liable|considered|construed|treated|under\s+no|the\s+(?:sole|exclusive|property)|in\s+(?:default|breach)|subject|permitted|able|free|relieved|excused))|have\s+(?:the\s+(?:right|option|sole|power|meaning)|no\b|a\s+right|any\s+(?:liability|obligation)|sole))/;
/** Things contracts speak of, which owe nothing. */
const thing =
  /\b(?:agreements?|sections?|articles?|exhibits?|schedules?|notices?|terms?|products?|services|dates?|information|payments?|invoices?|interest|title|risks?|price|fees?|rent|closing|amendments?|failure|delivery|clause|paragraph|provisions?|obligations?|rights?|warrant(?:y|ies)|period|year|law|laws|court|arbitration|property|premises|goods|works?|materials?|marks?|taxes|costs?|licen[cs]es?|insurance|default|termination|claims?|losses|loss|damages|nothing|it|there|such|that|which|if|in|no|any|he|she|they|we|you|records?|policy|plan|report|data|note|shares?|stock|notes|orders?|event|force|waiver|consent|approval|assignment|effective|affiliates)$/i;

interface Duty {
  party: string;
  cue: string;
  index: number;
  length: number;
  weight: number;
}

const bare = (party: string): string => party.replace(/^(?:each|either|neither|both|all|the)\s+(?:of\s+the\s+)?/i, '');

/** Whether a party is named there: by its role, as "party", or by a mention of a person or organisation. */
function isNamed(party: string, sentence: Sentence, at: number, charStart: number): boolean {
  const name = bare(party);
  if (/^part(?:y|ies)$/i.test(name) || name === 'undersigned' || isContractRole(name)) return true;
  const [start, end] = [charStart + sentence.start + at, charStart + sentence.start + at + party.length];
  return sentence.mentions.some(
    mention =>
      (mention.type === 'ORGANIZATION' || mention.type === 'PERSON') &&
      mention.charStart < end &&
      mention.charEnd > start,
  );
}

function dutiesIn(sentence: Sentence, charStart: number): Duty[] {
  const duties: Duty[] = [];
  if (/^\s*(?:WHEREAS|Whereas)\b/.test(sentence.text)) return [];
  for (const match of sentence.text.matchAll(duty)) {
    const { who: said = '', cue = '', verb = '' } = match.groups ?? {};
    // "agrees to sell Product and Gridiron agrees": one party agrees.
    const party = /^(?:hereby )?(?:agrees|covenants|undertakes|promises|is)\b/.test(cue)
      ? (said.split(/\s+and\s+/).at(-1) ?? said)
      : said;
    const after = sentence.text.slice(match.index + match[0].length - verb.length, match.index + match[0].length + 40);
    const isThat = /that$/.test(cue);
    const rest = sentence.text.slice(match.index + match[0].length, match.index + 250);
    const isDeed = isThat
      ? /\b(?:shall|will|must)\s+(?!be\s+(?:entitled|deemed)|not\s+be\s+liable)/.test(rest)
      : isBound.test(cue) || keyDeed.has(verb) || deed.has(verb);
    if (thing.test(party) || noDuty.test(after) || !isDeed) continue;
    if (verb === 'be' && !/^be\s+(?:responsible|required|obligated|bound)\b/.test(after)) continue;
    const named = isNamed(party, sentence, match.index + said.length - party.length, charStart);
    if (!named && !(keyDeed.has(verb) && cue !== 'will')) continue;
    const weight = (named ? 2 : 0) + (keyDeed.has(verb) ? 2 : 0) + (/^(?:shall|must)|agree|covenant/.test(cue) ? 1 : 0);
    duties.push({
      party: party.replace(/\s+/g, ' '),
      cue: `${cue}${match.groups?.not ? ' not' : ''}`.replace(/\s+/g, ' '),
      index: match.index,
      length: match[0].length,
      weight,
    });
  }
  return firstOfEach(duties);
}

/** A sentence that lists the duties of one party is one claim. */
const firstOfEach = (duties: Duty[]): Duty[] =>
  duties.filter(({ party }, index) => duties.findIndex(other => bare(other.party) === bare(party)) === index);

/** Claims of `obligation`, at most twelve of each chunk, with a warning that counts what was left out; only of a contract. */
export function findObligations(passage: Passage): Answer {
  if (passage.category !== 'contract') return { claims: [], warnings: [] };
  const byChunk = new Map<number, { claim: Claim; weight: number }[]>();
  for (const sentence of sentencesOf(passage)) {
    for (const { party, cue, weight, ...at } of dutiesIn(sentence, passage.charStart)) {
      const claim = claimOfSentence(passage, sentence, at, { kind: 'obligation', properties: { cue, party } });
      byChunk.set(sentence.chunk, [...(byChunk.get(sentence.chunk) ?? []), { claim, weight }]);
    }
  }
  const kept = [...byChunk.values()].map(found => found.toSorted((a, b) => b.weight - a.weight).slice(0, maxPerChunk));
  const claims = kept.flat().map(({ claim }) => claim);
  const left = [...byChunk.values()].flat().length - claims.length;
  return { claims, warnings: left > 0 ? [{ code: 'obligations.capped', count: left }] : [] };
}
