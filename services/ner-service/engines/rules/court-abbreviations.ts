/** How lawyers abbreviate federal courts: "S.D.N.Y.", "Bankr. D. Del.", "9th Cir.". */

import { stateByAbbreviation } from './places.ts';

/** States as citations abbreviate them, those included whose abbreviation is a word, or that have none. */
const states: Readonly<Record<string, string>> = {
  ...stateByAbbreviation,
  ...{ 'D.C.': 'District of Columbia', 'Haw.': 'Hawaii', 'Me.': 'Maine', 'Or.': 'Oregon', 'P.R.': 'Puerto Rico' },
  ...{ Alaska: 'Alaska', Idaho: 'Idaho', Iowa: 'Iowa', Ohio: 'Ohio', Utah: 'Utah' },
};
const regions: Readonly<Record<string, string>> = {
  N: 'Northern ',
  S: 'Southern ',
  E: 'Eastern ',
  W: 'Western ',
  M: 'Middle ',
  C: 'Central ',
};
const circuits = 'First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh'.split(' ');

const stateNames = Object.keys(states)
  .sort((a, b) => b.length - a.length)
  .map(state => state.replace(/\./g, '\\.\\s?').replace(/\\s\?$/, ''))
  .join('|');

/** "S.D.N.Y.", "N.D. Cal.", "D. Del.", "Bankr. E.D. Va.". */
export const districtAbbreviation = new RegExp(
  `(?=[BNSEWMCD])(?<![\\p{L}\\p{N}.]|\\p{Lu}\\.\\s)(?<bankruptcy>Bankr\\.\\s)?(?:(?<region>[NSEWMC])\\.\\s?)?D\\.\\s?(?<state>${stateNames})(?![\\p{L}\\p{N}])`,
  'gu',
);
/** "9th Cir.", "D.C. Cir."; not the rules of a circuit ("9th Cir. R. 36-3"). */
export const circuitAbbreviation =
  /(?<![\p{L}\p{N}.])(?:(?<number>\d{1,2})(?:st|d|nd|rd|th)|(?<named>D\.\s?C\.|Fed\.))\s(?:Cir\.)(?!\s?(?:R\.|Rule|[Ll]ocal|I\.O\.P))/gu;

/** The name in full of what `districtAbbreviation` matched; undefined where there is no such court. */
export function districtInFull({ groups }: RegExpExecArray): string | undefined {
  const { bankruptcy, region, state = '' } = groups as Record<string, string | undefined>;
  const name = states[state.replace(/\s/g, '')];
  if (!name) return undefined;
  const kind = bankruptcy ? 'Bankruptcy' : 'District';
  return `United States ${kind} Court for the ${region ? regions[region] : ''}District of ${name.replace(/^District of /, '')}`;
}

/** The name in full of what `circuitAbbreviation` matched; undefined where there is no such court. */
export function circuitInFull({ groups }: RegExpExecArray): string | undefined {
  const { number, named } = groups as Record<string, string | undefined>;
  const name = named ? (named.startsWith('F') ? 'Federal' : 'District of Columbia') : circuits[Number(number) - 1];
  return name && `United States Court of Appeals for the ${name} Circuit`;
}
