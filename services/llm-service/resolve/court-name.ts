/** Writes the name of a US court in one way, whether a citation abbreviates it or a caption spells it out. */
import { fold } from './words.ts';

/** Postal and Bluebook (table T10) abbreviations of the states, in small letters without full stops. */
const states = new Map(
  `alabama:ala,al|alaska:ak|arizona:ariz,az|arkansas:ark,ar|california:cal,ca,calif|colorado:colo,co|connecticut:conn,ct|delaware:del,de|
  district of columbia:dc|florida:fla,fl|georgia:ga|hawaii:haw,hi|idaho:id|illinois:ill,il|indiana:ind,in|iowa:ia|kansas:kan,ks|kentucky:ky|
  louisiana:la|maine:me|maryland:md|massachusetts:mass,ma|michigan:mich,mi|minnesota:minn,mn|mississippi:miss,ms|missouri:mo|
  montana:mont,mt|nebraska:neb,ne|nevada:nev,nv|new hampshire:nh|new jersey:nj|new mexico:nm|new york:ny|north carolina:nc|
  north dakota:nd|ohio:oh|oklahoma:okla,ok|oregon:or,ore|pennsylvania:pa,penn|rhode island:ri|south carolina:sc|south dakota:sd|
  tennessee:tenn,tn|texas:tex,tx|utah:ut|vermont:vt|virginia:va|washington:wash,wa|west virginia:wva,wv|wisconsin:wis,wi|
  wyoming:wyo,wy|puerto rico:pr|guam:gu`
    .split('|')
    .flatMap(line => {
      const [full = '', short = ''] = line.trim().split(':');
      return short.split(',').map(abbreviation => [abbreviation, full] as const);
    }),
);

const fullStates: ReadonlySet<string> = new Set(states.values());
const stateOf = (words: string): string | undefined =>
  fullStates.has(words) ? words : states.get(words.replace(/ /g, ''));

const regions: Record<string, string> = {
  s: 'southern',
  n: 'northern',
  e: 'eastern',
  w: 'western',
  m: 'middle',
  c: 'central',
};
const circuits = new Map(
  `1st first|2d second|2nd second|3d third|3rd third|4th fourth|5th fifth|6th sixth|7th seventh|8th eighth|9th ninth|10th tenth|
  11th eleventh|fed federal`
    .split('|')
    .map(pair => pair.trim().split(' ') as [string, string]),
).set('dc', 'district of columbia');
const circuitWords: ReadonlySet<string> = new Set(circuits.values());

/** Of the key of a name: `united states district court for the southern district of new york`; what is no such court as it is. */
export function courtName(key: string): string {
  const plain = plainCourt(key);
  return (
    districtCourt(plain) ??
    appealsCourt(plain) ??
    supremeCourt(plain) ??
    federalCourt(plain) ??
    countyCourt(plain)?.court ??
    plain
  );
}

/** The state a county's court is said to be in, of the key of its name; '' where it is not said, and for other courts. */
export const courtState = (key: string): string => countyCourt(plainCourt(key))?.state ?? '';

const plainCourt = (key: string): string =>
  fold(key)
    .replace(/^the /, '')
    .replace(/\bus\b/g, 'united states')
    .replace(/\bct\b/g, 'court')
    .replace(/\bcty\b/g, 'county');

/** "S.D.N.Y.", "D. Del.", "E.D. Pa.", "Bankr. S.D.N.Y.", and the same in full. */
function districtCourt(plain: string): string | undefined {
  const short = /^(bankr )?(?:(?:united states )?(?:district court )?)?([snewmc])? ?d ?([a-z ]{2,10})$/.exec(plain);
  const long =
    /^(?:united states |federal )?(?:(bankruptcy|bankr|district) court )?(?:for |of |in )?(?:the )?(?:(southern|northern|eastern|western|middle|central) )?district of ([a-z ]{4,22})$/.exec(
      plain,
    );
  const state = stateOf((short?.[3] ?? long?.[3] ?? '').trim());
  if (!state || (long && !long[1] && !long[2])) return undefined;
  const region = short ? regions[short[2] ?? ''] : long?.[2];
  const isBankruptcy = short ? short[1] !== undefined : long?.[1]?.startsWith('bankr');
  return `united states ${isBankruptcy ? 'bankruptcy' : 'district'} court for the ${region ? `${region} ` : ''}${state.startsWith('district') ? state : `district of ${state}`}`;
}

/** "2d Cir.", "Ninth Circuit", "U.S. Court of Appeals for the Ninth Circuit", "CA9". */
function appealsCourt(plain: string): string | undefined {
  const match =
    /^(?:united states )?(?:court of appeals )?(?:for )?(?:the )?(\d{1,2}(?:st|nd|rd|th|d)|fed|dc|[a-z]{5,8}|district of columbia) cir(?:cuit)?(?: court of appeals)?$/.exec(
      plain,
    );
  const named = match?.[1] ?? '';
  const circuit = circuits.get(named) ?? (circuitWords.has(named) ? named : undefined);
  return circuit && `united states court of appeals for the ${circuit} circuit`;
}

const fullKinds = new Map([
  ['sup', 'supreme'],
  ['super', 'superior'],
  ['court of appeal', 'court of appeals'],
  ['chancery', 'court of chancery'],
  ['ch', 'court of chancery'],
]);

/** "California Supreme Court", "Supreme Court of California", "Sup. Ct. of Cal.", the one of the United States, and likewise superior courts. */
function supremeCourt(plain: string): string | undefined {
  if (/^(?:united states supreme court|supreme court of the united states|scotus)$/.test(plain))
    return 'supreme court of the united states';
  const kind = '(supreme|sup|supreme judicial|superior|super|court of appeals?|court of chancery|chancery|ch)';
  const before = new RegExp(`^([a-z ]{2,20}?) ${kind}(?: court)?$`).exec(plain);
  const after = new RegExp(
    `^${kind}(?: court)? (?:of |for )?(?:the )?(?:state of |commonwealth of )?([a-z ]{2,20})$`,
  ).exec(plain);
  const state = stateOf((before?.[1] ?? after?.[2] ?? '').replace(/^(?:state of|commonwealth of) /, ''));
  const name = before?.[2] ?? after?.[1];
  if (!state || !name) return undefined;
  const full = fullKinds.get(name) ?? name;
  return `${full}${full.startsWith('court') ? '' : ' court'} of ${state}`;
}

/** Courts of the whole country, which bear its name or leave it out. */
function federalCourt(plain: string): string | undefined {
  const match = /^(?:united states )?(court of federal claims|court of international trade|tax court)$/.exec(plain);
  return match ? `united states ${match[1]}` : undefined;
}

const trialKinds = '(superior|supreme|circuit|district|probate|family|chancery|municipal|justice)';
const ofState = `(${[...fullStates].join('|')})`;
/** "los angeles county superior court" */
const countyBefore = new RegExp(`^([a-z ]{3,30}) county (?:${ofState} )?${trialKinds} court(?: ${ofState})?$`);
/** "superior court of the state of california county of los angeles", "circuit court of cook county illinois" */
const countyAfter = new RegExp(
  `^${trialKinds} court (?:(?:of |for )?(?:the )?(?:state of )?${ofState} )?(?:in and )?(?:of |for )?(?:the )?(?:county of ([a-z ]{3,30}?)|([a-z ]{3,30}?) county)(?: ${ofState})?$`,
);

/** A court of a county without its state, and the state, '' where it is not said. */
function countyCourt(plain: string): { court: string; state: string } | undefined {
  if (plain.length > 120) return undefined;
  const before = countyBefore.exec(plain);
  if (before) return courtOfCounty(before[3], before[1], before[2] ?? before[4]);
  const after = countyAfter.exec(plain);
  return after ? courtOfCounty(after[1], after[3] ?? after[4], after[2] ?? after[5]) : undefined;
}

const courtOfCounty = (kind = '', county = '', state = '') => ({ court: `${kind} court of ${county} county`, state });

/** A state by its name or an abbreviation of it, in small letters; undefined for anything else. */
export const stateName = stateOf;
