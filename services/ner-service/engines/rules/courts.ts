/** Names of courts: federal and state, in full ("United States District Court for the District of Maine") and in short ("First Circuit"). */
import type { FoundMention } from '../engine.ts';
import { circuitAbbreviation, circuitInFull, districtAbbreviation, districtInFull } from './court-abbreviations.ts';
import { stateNames } from './places.ts';
import { inMixedCase, tidyName } from './spelling.ts';

/** Captions break the name over lines, with blank ones between. */
const s = '(?:[^\\S\\n]{1,3}|[^\\S\\n]{0,60}\\n(?:[^\\S\\n]*\\n){0,3}[^\\S\\n]{0,60})';
const circuits =
  'First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh|District of Columbia|D\\.\\s?C\\.|Federal';
const unitedStates = `(?:United${s}States|U\\.\\s?S\\.)`;
const states = [...stateNames, 'Puerto Rico', 'Guam', 'Columbia', 'the Virgin Islands']
  .sort((a, b) => b.length - a.length)
  .join('|')
  .replace(/ /g, s);
const region = '(?:Northern|Southern|Eastern|Western|Middle|Central)';
const county = `(?<!\\p{L})(?:(?:St\\.|San|Santa|Los|El|La|New|Prince|Du)\\s)?\\p{Lu}[\\p{L}'’-]+${s}(?:County|Parish)`;

interface CourtRule {
  level: string;
  pattern: RegExp;
  value?: (match: RegExpExecArray) => string;
}

const circuitOf = (match: RegExpExecArray): string => {
  const name = inMixedCase(tidyName(match.groups?.circuit as string)).replace(/^D\. ?C\.$/, 'District of Columbia');
  const title = name.replace(/\b\p{Ll}/gu, letter => letter.toUpperCase()).replace(' Of ', ' of ');
  return `United States Court of Appeals for the ${title} Circuit`;
};

const rules: CourtRule[] = [
  {
    level: 'federal appeals',
    pattern: new RegExp(
      `${unitedStates}${s}Court${s}of${s}Appeals,?${s}(?:for${s}the${s})?(?<circuit>${circuits.replace(/ /g, s)})${s}Circuit`,
      'gi',
    ),
    value: circuitOf,
  },
  {
    level: 'federal district',
    pattern: new RegExp(
      `(?:(?:${unitedStates}|Federal)${s})?(?:District|Bankruptcy)${s}Court,?${s}(?:for${s}the${s}|of${s}the${s})?(?<district>(?:${region}${s})?District${s}of${s}(?:${states}))(?:,${s}\\p{Lu}\\p{L}+(?:${s}\\p{Lu}\\p{L}+)?${s}Division)?`,
      'giu',
    ),
    value: match => {
      const kind = /bankruptcy/i.test(match[0]) ? 'Bankruptcy' : 'District';
      const words = inMixedCase(tidyName(match.groups?.district as string).toUpperCase());
      return `United States ${kind} Court for the ${words}`;
    },
  },
  {
    level: 'federal district',
    pattern: new RegExp(
      `(?<district>${region}${s}District${s}of${s}(?:${states}))(?:,${s}\\p{Lu}\\p{L}+(?:${s}\\p{Lu}\\p{L}+)?${s}Division)?`,
      'gu',
    ),
    value: match => `United States District Court for the ${tidyName(match.groups?.district as string)}`,
  },
  {
    level: 'supreme',
    pattern: new RegExp(`Supreme${s}Court${s}of${s}the${s}United${s}States|${unitedStates}${s}Supreme${s}Court`, 'gi'),
    value: () => 'Supreme Court of the United States',
  },
  {
    level: 'federal special',
    pattern: new RegExp(
      `(?:${unitedStates}${s})?(?:Tax${s}Court(?!${s}(?:Rules?|of))|Court${s}of${s}(?:Federal${s}Claims|International${s}Trade|Appeals${s}for${s}(?:Veterans${s}Claims|the${s}Armed${s}Forces)))|(?:${unitedStates}${s})?Judicial${s}Panel${s}(?:on|for)${s}Multidistrict${s}Litigation`,
      'gi',
    ),
    value: match => {
      const name = inMixedCase(tidyName(match[0]).toUpperCase()).replace(/^U\.S\.|^U\. S\./, 'United States');
      return /^United States/.test(name) ? name : `United States ${name}`;
    },
  },
  {
    level: 'state',
    pattern: new RegExp(
      `(?:Supreme${s}(?:Judicial${s})?Court(?:${s}of${s}(?:Errors|Appeals))?|Court${s}of${s}Errors(?:${s}and${s}Appeals)?|Superior${s}Court|Appellate${s}(?:Court|Division)|Commonwealth${s}Court|Surrogate['’]s${s}Court|(?:Intermediate${s})?Court${s}of${s}(?:Criminal${s}|Civil${s}|Special${s})?Appeals?|Court${s}of${s}Chancery|Court${s}of${s}Common${s}Pleas|Circuit${s}Court|District${s}Court|Chancery${s}Court|Family${s}Court|Probate${s}Court)${s}(?:of|for|in)${s}(?:the${s})?(?:State${s}of${s}|Commonwealth${s}of${s})?(?:${states}|${county})(?:,?${s}(?:for${s}the${s})?County${s}of${s}\\p{Lu}\\p{L}+(?:${s}\\p{Lu}\\p{L}+)?)?(?:,${s}(?:${states}))?`,
      'giu',
    ),
  },
  {
    level: 'state',
    pattern: new RegExp(
      `(?:${states})${s}(?:Supreme${s}(?:Judicial${s})?Court|Superior${s}Court|Court${s}of${s}(?:Criminal${s}|Civil${s}|Special${s})?Appeals?|Court${s}of${s}Chancery|Court${s}of${s}Common${s}Pleas|Appellate${s}Court|Circuit${s}Court|District${s}Court)(?:,?${s}${region}${s}District)?`,
      'giu',
    ),
  },
  {
    level: 'local',
    pattern: new RegExp(`${county}${s}(?:Circuit|District|Superior|Probate|Family|Chancery|Municipal)${s}Court`, 'giu'),
  },
  {
    level: 'federal appeals',
    pattern: new RegExp(`\\b(?<circuit>${circuits})${s}Circuit(?!${s}(?:Judge|Court|Rule|Justice|City))`, 'g'),
    value: circuitOf,
  },
  {
    level: 'special',
    pattern: new RegExp(
      `Court${s}of${s}Workers['’]${s}Compensation${s}Claims|Workers['’]${s}Compensation${s}Appeals${s}Board|Delaware${s}(?:Court${s}of${s})?Chancery(?:${s}Court)?`,
      'gi',
    ),
  },
];

/** A word of each of the names above: most stretches of a contract have none. */
const anyCourt = /court|circuit|district\s+of|panel|board|chancery/i;

function* abbreviated(text: string): Generator<FoundMention> {
  const kinds = [
    { level: 'federal district', pattern: districtAbbreviation, inFull: districtInFull },
    { level: 'federal appeals', pattern: circuitAbbreviation, inFull: circuitInFull },
  ];
  for (const { level, pattern, inFull } of kinds) {
    for (const match of text.matchAll(pattern)) {
      const value = inFull(match);
      const [start, end] = [match.index, match.index + match[0].length];
      // "(D. Del. Dec. 22, 2010)" after a citation is of the citation.
      if (value && !/\ue000\s?\($/.test(text.slice(Math.max(0, start - 3), start)))
        yield { type: 'COURT', start, end, value, properties: { level }, score: 0.9 };
    }
  }
}

/** Courts named so that one can tell which; "the court" and "the District Court" are not. Values in mixed case, in full. */
export function* findCourts(text: string): Generator<FoundMention> {
  yield* abbreviated(text);
  if (!anyCourt.test(text)) return;
  for (const { level, pattern, value } of rules) {
    for (const match of text.matchAll(pattern)) {
      // "court of appeals of the state" in small letters speaks of courts in general.
      if (!/^\p{Lu}/u.test(match[0])) continue;
      const name = value?.(match) ?? inMixedCase(tidyName(match[0]));
      yield {
        type: 'COURT',
        start: match.index,
        end: match.index + match[0].length,
        value: name,
        properties: { level },
        score: 0.95,
      };
    }
  }
}
