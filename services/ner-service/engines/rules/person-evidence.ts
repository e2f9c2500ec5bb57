/** What stands around a name and says that it is a person's: titles, offices, signatures, the roles of parties. */
import { stateNames } from './places.ts';

/** "Jr.", "III" after a name. */
export const suffix = /^,?\s{1,2}(?:Jr\.?|Sr\.?|II|III|IV|JR\.?|SR\.?)(?![\p{L}\p{N}])/u;

/** Before a name: what makes it one. The title stays outside the mention, in its properties. */
const titles =
  /(?:^|[\s(["“])(?<title>(?:(?:Chief|Presiding|Senior|Associate|Acting|Magistrate|District|Circuit|Administrative\s+Law|Special|Deputy|Assistant|Vice|Lead)\s+){0,2}(?:JUSTICE|JUDGE|Justice|Judge|Chancellor|Magistrate|Commissioner|Arbitrator|Mediator|Mr\.|Mrs\.|Ms\.|Miss|Dr\.|Prof\.|Professor|Hon\.|HON\.|Hon|Honorable|HONORABLE|Sir|Dame|Messrs\.|Rev\.|Reverend|Sen\.|Senator|Rep\.|Gov\.|Governor|President|Mayor|Secretary|Officer|Detective|Sergeant|Sgt\.|Lieutenant|Lt\.|Captain|Capt\.|Colonel|Col\.|Agent|Trooper|Deputy|Sheriff|Warden|Attorney|Defender|Prosecutor|Nurse|Investigator|Special\s+Agent|MR\.|MS\.|MRS\.|DR\.))\s{1,3}$/;
/** "/s/ Jane Roe", "By: Jane Roe", "Name: Jane Roe", "ATTN: Jane Roe", "Sincerely, Jane Roe". */
const signs =
  /(?:\/s\/|\b(?:By|BY|Name|NAME|Printed\s[Nn]ame|Print\sName|ATTN|Attn|Attention|Signed|Deponent|Witness|Signature|Prepared\s[Bb]y|Attorney|Custodian|Affiant|Declarant)\s?:|\b(?:[Ss]incerely|[Tt]ruly(?:\s[Yy]ours)?|[Yy]ours|[Rr]egards|[Cc]ordially|[Ss]ubmitted),)\s{0,6}(?:\/s\/\s{0,3})?(?:_{2,}\s{0,3})?$/;
/** "Plaintiff Ruben Diaz", "decedent Jane Roe". */
const partyBefore =
  /(?:^|[\s(])(?<role>(?:Co-|Cross-|Counter-|Third-Party\s)?(?:[Pp]laintiff|[Dd]efendant|[Pp]etitioner|[Rr]espondent|[Aa]ppellant|[Aa]ppellee|[Cc]laimant|[Mm]ovant|[Dd]ebtor|[Ii]ntervenor|[Rr]elator|[Dd]ecedent|[Ww]itness|[Dd]eponent|[Dd]eclarant|[Ee]mployee|[Tt]estator)s?)\s{1,2}$/;
/** "In re Estate of Jane Roe", "ex rel. Jane Roe": whose case it is. */
const matterOf =
  /\b(?:[Ee]x\s[Rr]el\.|EX\sREL\.|(?:Estate|ESTATE|Guardianship|Conservatorship|Adoption)\s(?:of|OF))\s{1,2}$/;
/** After a name: what its bearer is. */
const roles =
  /^\s{0,2},?[^\S\n]{0,3}\n?[^\S\n]{0,48}(?<role>(?:(?:Chief|Presiding|Senior|Associate|Acting|Appellate|Immigration|Trial|Hearing|Administrative(?:\s+(?:Law|Patent))?|(?:Workers['’]\s+)?Compensation|Circuit|District|Magistrate|Bankruptcy|Special|Deputy|Assistant|Vice|U\.S\.|United\s+States)\s+){0,3}(?:Judges?|Justice|Attorney(?:\s+General)?|Chancellor|Clerk|Reporter|President|Commissioner|Counsel|Solicitor(?:\s+General)?|Secretary|Trustee|Chairman|Esq(?:\.|uire)|Paralegal|Arbitrator|Mediator|Treasurer|Managing\s+(?:Director|Member|Partner)|Authorized\s+Signatory|Executrix|Executor|Administrat(?:or|rix)|M\.?D\.?|Ph\.?D\.?|J\.?D\.?|C\.?P\.?A\.?|R\.N\.|C\.?E\.?O\.?|CFO|Manager|Director|Governor|Mayor|Senator|Ambassador|Speaker|Superintendent|Sheriff|JJ?\.|P\.\s?J\.|C\.\s?J\.|A\.\s?L\.\s?J\.)|(?:argued\s+the\s+cause|on\s+(?:the\s+)?briefs?|pro\s+se|for\s+(?:appell|petition|respond|plaintiff|defendant)))(?![\p{L}])/u;
/** "Daniel Reyes, Plant Manager", "Ingrid Halvorsen\nChief Executive Officer": any office on its own. */
const office =
  /^(?:,\s{1,2}|\s{0,2},?\s{0,2}\n\s{0,8})(?:(?:Title|TITLE|Its|ITS):\s{1,3})?(?<role>(?:\p{Lu}[\p{L}-]+\s+(?:(?:of|and|&)\s+)?){0,4}(?:President|Officer|Manager|Director|Secretary|Treasurer|Partner|Member|Counsel|Adjuster|Analyst|Engineer|Accountant|Consultant|Investigator|Supervisor|Administrator|Coordinator|Specialist|Representative|Chair|Chairwoman|Owner|Founder|Principal|CEO|COO|CTO|General\s+Counsel))(?!\p{L})/u;
/** "Priya Rao, the practice manager", "Brenda Soto, executor": what someone is, in small letters. */
const apposition =
  /^,\s{1,2}(?:(?:an?|the|its|his|her|our|their|then|former|who\s(?:is|was)(?:\sthe|\san?)?)\s{1,2})?(?<role>(?:\p{Ll}[\p{L}-]+\s{1,2}){0,3}(?:president|officer|manager|director|secretary|treasurer|partner|member|counsel|attorney|paralegal|engineer|accountant|supervisor|administrator|employee|nurse|physician|doctor|professor|clerk|agent|executor|executrix|trustee|guardian|conservator|eyewitness|witness|owner|founder|principal|spouse|wife|husband|son|daughter|expert|resident|citizen|inspector|technician|driver|superintendent|broker|consultant))(?!\p{L})/u;
/** "Selya and Barron, Circuit Judges". */
const sharedRole =
  /^(?:,\s{1,2}\p{Lu}[\p{L}-]+){0,2},?\s{1,2}and\s{1,2}\p{Lu}[\p{L}-]+,\s{1,2}(?<role>(?:(?:Circuit|District|Senior|Associate)\s+){0,2}(?:Judges|Justices|JJ\.))/u;
/** After a name in a caption. */
const partyRole =
  /^,\s{1,2}an?\s(?<individual>individual)\b|^,?\s{1,2}(?<versus>v)s?\.\s|^,?(?:\s+et\s+al\.?,?)?[\s)|:]{0,40}(?:\([^)\n]{0,60}\)[\s,]{0,3})?(?:(?:an?|the)\s+[\w\s]{0,40},\s{0,3})?(?<role>Plaintiff|Defendant|Petitioner|Respondent|Appellant|Appellee|Claimant|Movant|Debtor|Intervenor|PLAINTIFF|DEFENDANT|PETITIONER|RESPONDENT|APPELLANT|APPELLEE)/;

const degree = /^(?:Esq|M\.?D|Ph\.?D|J\.?D|C\.?P\.?A|R\.N)/;
const stateAfter = new RegExp(`^,\\s{1,3}(?:${stateNames.join('|')}|D\\.\\s?C\\.|[A-Z]{2}\\s\\d{5})`);

export interface Evidence {
  title?: string;
  role?: string;
  /** A signature, or a field that holds a name. */
  signed: boolean;
  /** The role is that of a party, which a company may have too. */
  party: boolean;
  /** The role is that of counsel, which a firm may have too. */
  counsel: boolean;
  /** "M.D.", "Esq.": what only a person is. */
  degree: boolean;
  /** "ROCK BORDELON AND TORIE BORDELON": only people share a surname. */
  family: boolean;
  /** "Long Beach, California": a state follows, so it is a town. */
  place: boolean;
}

/** What the words around a name say of it; the name is `text.slice(start, end)`, without "Jr.". */
export function evidenceFor(text: string, start: number, end: number): Evidence {
  const before = text.slice(Math.max(0, start - 60), start);
  const more = suffix.exec(text.slice(end, end + 10))?.[0].length ?? 0;
  const after = text.slice(end + more, end + more + 120);
  const title = titles.exec(before)?.groups?.title?.replace(/\s+/g, ' ');
  const role = (
    roles.exec(after) ??
    office.exec(after) ??
    apposition.exec(after) ??
    sharedRole.exec(after)
  )?.groups?.role?.replace(/\s+/g, ' ');
  // In a caption of two columns the other column stands between, after a bracket.
  const inCaption = partyRole.exec(after.replace(/\)[^\n]*/g, ')'))?.groups;
  const party = (inCaption?.role ?? partyBefore.exec(before)?.groups?.role)
    ?.toLowerCase()
    .replace(/(?:^|-)\p{Ll}/gu, letter => letter.toUpperCase())
    .replace(/s$/, '');
  return {
    ...(title && { title }),
    ...((role ?? party) && { role: role ?? party }),
    signed: signs.test(before),
    party: (party ?? inCaption?.individual) !== undefined || inCaption?.versus !== undefined || matterOf.test(before),
    counsel: role !== undefined && /\bbrief|\bfor\b|argued/.test(role),
    degree: role !== undefined && degree.test(role),
    place: stateAfter.test(after),
    family: sharesSurname(before, text.slice(start, end), after),
  };
}

/** True beside "and" and another name with the same last word. */
function sharesSurname(before: string, name: string, after: string): boolean {
  if (!/^\s{1,2}(?:and|AND|&)\s/.test(after) && !/\s(?:and|AND|&)\s{1,2}$/.test(before)) return false;
  const surname = name.slice(name.search(/\S+$/));
  const next = /^\s{1,2}(?:and|AND|&)\s{1,2}(?:\p{Lu}[\p{L}.'’-]*\s{1,2}){1,3}(?<last>\p{Lu}[\p{L}'’-]+)/u.exec(after);
  if (next?.groups?.last === surname) return true;
  const previous = /\p{Lu}[\p{L}.'’-]*\s{1,2}(?<last>\p{Lu}[\p{L}'’-]+)\s{1,2}(?:and|AND|&)\s{1,2}$/u.exec(before);
  return previous?.groups?.last === surname;
}
