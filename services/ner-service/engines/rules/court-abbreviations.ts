/** How lawyers abbreviate federal courts: "S.D.N.Y.", "Bankr. D. Del.", "9th Cir.". */

/** States as citations abbreviate them. */
const states: Readonly<Record<string, string>> = {
  'Ala.': 'Alabama',
  Alaska: 'Alaska',
  'Ariz.': 'Arizona',
  'Ark.': 'Arkansas',
  'Cal.': 'California',
  'Colo.': 'Colorado',
  'Conn.': 'Connecticut',
  'Del.': 'Delaware',
  'D.C.': 'District of Columbia',
  'Fla.': 'Florida',
  'Ga.': 'Georgia',
  'Haw.': 'Hawaii',
  Idaho: 'Idaho',
  'Ill.': 'Illinois',
  'Ind.': 'Indiana',
  Iowa: 'Iowa',
  'Kan.': 'Kansas',
  'Ky.': 'Kentucky',
  'La.': 'Louisiana',
  'Me.': 'Maine',
  'Md.': 'Maryland',
  'Mass.': 'Massachusetts',
  'Mich.': 'Michigan',
  'Minn.': 'Minnesota',
  'Miss.': 'Mississippi',
  'Mo.': 'Missouri',
  'Mont.': 'Montana',
  'Neb.': 'Nebraska',
  'Nev.': 'Nevada',
  'N.H.': 'New Hampshire',
  'N.J.': 'New Jersey',
  'N.M.': 'New Mexico',
  'N.Y.': 'New York',
  'N.C.': 'North Carolina',
  'N.D.': 'North Dakota',
  Ohio: 'Ohio',
  'Okla.': 'Oklahoma',
  'Or.': 'Oregon',
  'Pa.': 'Pennsylvania',
  'P.R.': 'Puerto Rico',
  'R.I.': 'Rhode Island',
  'S.C.': 'South Carolina',
  'S.D.': 'South Dakota',
  'Tenn.': 'Tennessee',
  'Tex.': 'Texas',
  Utah: 'Utah',
  'Vt.': 'Vermont',
  'Va.': 'Virginia',
  'Wash.': 'Washington',
  'W.Va.': 'West Virginia',
  'Wis.': 'Wisconsin',
  'Wyo.': 'Wyoming',
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
