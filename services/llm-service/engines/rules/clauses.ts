/** States what a contract says of the law that governs it, how long it runs and how it may end. */
import type { FactKind } from '../../../../shared/domain/facts.ts';
import type { Claim, Passage } from '../engine.ts';
import { claimOfSentence, sentencesOf } from './own-sentences.ts';

const contract =
  '(?:Agreement|Lease|Contract|License|Licence|Note|Deed|Sublease|Engagement|Policy|AGREEMENT|LEASE|agreement|lease|contract)';
const place = "[A-Z][A-Za-z’'.]{1,30}(?:[^\\S\\n]{1,3}[A-Z][A-Za-z’'.]{1,30}){0,3}";

const chooses =
  /\b(?:governed|construed|interpreted|enforced|determined|subject)\b[^.;]{0,160}?\b(?:laws?|LAWS?)\b|\b(?:governing|applicable|controlling|choice of) law\b|\blaws?\b[^.;]{0,60}\b(?:shall|will) (?:govern|apply|control)|\b[A-Z][a-z]+ law (?:governs|applies|controls)/i;
/** Each with the group `law`; the first that matches after the words that choose. */
const chosen: RegExp[] = [
  new RegExp(
    `\\b[Ll](?:aws?|AWS?)\\b[^.;]{0,120}?(?<!United\\s)\\b(?:State|Commonwealth|Province|STATE|COMMONWEALTH|PROVINCE)\\s+(?:of|OF)\\s+(?<law>${place})`,
  ),
  new RegExp(
    `\\b[Ll](?:aws?|AWS?)\\s(?:[^.;]{0,60}?\\s)??(?:of|OF|in force in)\\s+(?:the\\s+|THE\\s+)?(?<law>${place}(?:\\s+(?:and|of|AND|OF)\\s+(?:the\\s+)?${place})?)`,
  ),
  new RegExp(`\\b(?:by|under|with|to)\\s+(?:the\\s+)?(?:internal\\s+|substantive\\s+)?(?<law>${place})\\s+law\\b`),
  new RegExp(`\\b(?<law>${place})\\s+law\\s+(?:shall\\s+|will\\s+)?(?:govern|appl|control)`),
];
/** What "law of" is followed by where no place is chosen. */
const noPlace =
  /^(?:The|This|Such|Any|Conflicts?|Laws?|Agreement|Company|Section|Applicable|State|Parties|Contract|Governing|Choice)\b/i;

function governingLaw(sentence: string): { law: string; index: number; length: number } | null {
  if (!/laws?\b/i.test(sentence) || !chooses.test(sentence)) return null;
  for (const pattern of chosen) {
    const match = pattern.exec(sentence);
    const law = match?.groups?.law?.replace(/\s+/g, ' ').replace(/[.'’]$/, '');
    if (match && law && !noPlace.test(law))
      return { law: inMixedCase(law), index: match.index, length: match[0].length };
  }
  return null;
}

const inMixedCase = (name: string): string =>
  /[a-z]/.test(name) ? name : name.toLowerCase().replace(/\b(?!and\b|of\b)[a-z]/g, letter => letter.toUpperCase());

type ClauseCue = [kind: FactKind, cue: string, pattern: RegExp];

const about = `\\b(?:[Tt]his|[Tt]he|THIS|THE|[Ss]uch)\\s+(?:[A-Z][a-z]+\\s+){0,3}${contract}\\b`;
/** The first that matches gives the kind its claim; a sentence may say both how long and how it ends. */
const cues: ClauseCue[] = [
  [
    'term',
    'term-of',
    new RegExp(
      `\\b(?:[Tt]erm|TERM|[Dd]uration|period)\\s+of\\s+(?:this|the)\\s+(?:[A-Z][a-z]+\\s+){0,3}${contract}\\b[^.]{0,160}?\\b(?:shall|will|is|are|begins?|commences?|runs?|means)\\b`,
    ),
  ],
  [
    'term',
    'runs',
    new RegExp(
      `${about}[^.;]{0,120}?\\b(?:shall|will|is|becomes?)\\b[^.;]{0,60}?\\b(?:commences?|begins?|continues?|remains?\\s+in\\s+(?:full\\s+force\\s+and\\s+)?effect|expires?|be\\s+in\\s+(?:full\\s+force\\s+and\\s+)?effect|be\\s+effective\\s+(?:as\\s+of|from|on|for|until|upon))\\b`,
    ),
  ],
  [
    'term',
    'named-term',
    /\b(?:[Ii]nitial|[Rr]enewal|[Oo]riginal|[Pp]rimary)\s+[Tt]erm\b[^.]{0,80}?\b(?:shall|will|is|of|means)\b|\bThe\s+Term\s+(?:shall|will|is|of\s+this|begins|commences)\b|["“](?:Initial )?Term["”]\s*\)/,
  ],
  [
    'term',
    'renews',
    /\b(?:automatically\s+(?:be\s+)?(?:renew|extend)(?:s|ed)?|(?:renew|extend)(?:s|ed)?\s+automatically|shall\s+(?:be\s+)?(?:renew|extend)(?:ed)?\s+for)\b/,
  ],
  [
    'termination',
    'may-terminate',
    new RegExp(
      `\\b(?:may|can|right|option|entitled|elects?|privilege)\\b[^.;]{0,80}?\\b(?:terminate|cancel|terminated|cancelled|canceled)\\b[^.;]{0,80}?(?:\\b${contract}\\b|\\bhereunder\\b)`,
    ),
  ],
  [
    'termination',
    'is-terminated',
    new RegExp(
      `${about}[^.;]{0,60}?\\b(?:may|shall|will|can)\\b[^.;]{0,40}?\\b(?:be\\s+(?:terminated|cancell?ed)|terminate)\\b`,
    ),
  ],
];
/** Speaks of what comes after the end, or takes a term in passing. */
const inPassing: Partial<Record<string, RegExp>> = {
  'term-of':
    /\b(?:during|throughout|for|after|following|within)\s+(?:the\s+)?(?:entire\s+)?(?:initial\s+)?(?:term|duration|period)\s+of\b|\b(?:current|remaining|unexpired|remainder\s+of\s+the|any|each|every)\s+term\b/i,
  runs: /\b(?:invalid|unenforceable|void|severed|severable|surviv\w+)\b/i,
  'is-terminated': /\bsurviv/i,
};

/** Claims of `governing_law`, `term` and `termination`; only a contract makes them. */
export function findClauses(passage: Passage): Claim[] {
  if (passage.category !== 'contract') return [];
  const claims: Claim[] = [];
  for (const sentence of sentencesOf(passage)) {
    const law = governingLaw(sentence.text);
    if (law)
      claims.push(claimOfSentence(passage, sentence, law, { kind: 'governing_law', value: law.law, properties: {} }));
    const done = new Set<FactKind>();
    for (const [kind, cue, pattern] of cues) {
      const match = done.has(kind) ? null : pattern.exec(sentence.text);
      if (!match || inPassing[cue]?.test(sentence.text)) continue;
      done.add(kind);
      const at = { index: match.index, length: match[0].length };
      claims.push(claimOfSentence(passage, sentence, at, { kind, properties: { cue } }));
    }
  }
  return claims;
}
