/** Reads the name of the case in front of a citation: "Sneed v. Bd. of Prof'l Responsibility", "In re Smith". */

export interface CaseName {
  start: number;
  name: string;
  /** In California's style the parenthesis stands before the volume: "People v. Ruiz (2001) 26 Cal.4th 798". */
  court?: string;
  year?: string;
}

/** Case names are rarely longer; looking further back finds other sentences. */
const window = 180;
const versus = /\sv(?:s\.|\.|(?=\s\p{Lu}))(?:[^\S\n]?\n[^\S\n]{0,24}|\s{1,2})/gu;
/** Words that stand in names of parties although they are small. */
const connectors = new Set('of the and for in on de la del van von der et al. ex rel. & a'.split(' '));
const signals = new Set(
  `see also accord but cf. compare with contra e.g. e.g., quoting citing cited in under following overruling discussing by
  and or that as from like both including because however moreover thus therefore since while when where although until
  on after before here`.split(/\s+/),
);
/** Ends a sentence, unless it is one of the short words that parties' names abbreviate. */
const sentenceEnd = /(?:[a-z]{4,}|\d|\))[.;]["”’]?$|[;:)\]]$/;
const nameAbbreviations =
  /^(?:Corp|Inst|Assn|Dept|Bros|Cent|Comm|Cons|Constr|Coop|Elec|Envtl|Exam|Fedn|Gen|Hosp|Hous|Indem|Indep|Indus|Ins|Invs|Labs|Mach|Mfrs|Mortg|Mkts|Mfg|Pharm|Pharms|Prods|Prop|Props|Ret|Sav|Sch|Servs|Soc|Sys|Tech|Techs|Transp|Univ|Util|Utils|Dist|Condo|Chem|Cmty|Educ|Emps|Enters|Fin|Found|Grp|Guar|Liab|Mgmt|Nat|Publ|Refin|Twp|Bldg|Bldgs|Bankr|Broad|Cas|Secs|Apts|Commrs|Admr|Exr)\.$/;

/** The case name that ends right before `citationStart`, not reaching back before `floor`; undefined if there is none. */
export function findCaseName(text: string, citationStart: number, floor: number): CaseName | undefined {
  const from = Math.max(floor, citationStart - window);
  const before = text.slice(from, citationStart);
  const close =
    /,\s{1,3}$|(?:,?\s{1,2}\((?:(?<court>[^()\d]{0,30}(?:\d(?:st|d|nd|rd|th)[^()\d]{0,20})?)\s)?(?<year>(?:1[89]|20)\d\d)\))\s{1,2}$|\s{1,2}$/.exec(
      before,
    );
  // A paragraph break before the citation: the name, if any, belongs to something else.
  if (!close || /\n\s*\n/.test(before.slice(close.index))) return undefined;
  const head = before.slice(0, close.index);
  const start = versusStart(head) ?? inReStart(head);
  if (start === undefined) return undefined;
  // Without a comma or a year the name must end right here: "Lissner v. Test 1 U.S. 1".
  if (!/\S/.test(close[0]) && !/\sv\.?\s(?:\p{Lu}[\p{L}.'’&-]*\s?){1,4}$/u.test(head.slice(start))) return undefined;
  const { court, year } = close.groups as { court?: string; year?: string };
  return { start: from + start, name: tidy(head.slice(start)), ...(court && { court }), ...(year && { year }) };
}

/** A party's name alone before a short citation: "Twombly, 550 U.S. at 556". */
const shortName =
  /(?<![\p{L}\p{N}.'’&-])(?<name>(?:(?:In\sre|Ex\sparte|Matter\sof)\s)?\p{Lu}[\p{L}\p{N}'’&.-]*(?:\s{1,2}(?:(?:of|the|and|for|&|de|la|von|van)\s{1,2}){0,2}\p{Lu}[\p{L}\p{N}'’&.-]*){0,4}(?:,\s(?:Inc|Ltd|LLC|L\.P|Corp|Co)\.?)?),\s{1,3}$/u;

/** The short name of a case that ends right before `at`, the place of a short citation or of "supra". */
export function findShortName(text: string, at: number, floor: number): CaseName | undefined {
  const from = Math.max(floor, at - 80);
  const match = shortName.exec(text.slice(from, at));
  const written = match?.groups?.name;
  if (!match || written === undefined) return undefined;
  const name = written.slice(dropSignal(written, 0));
  // A sentence ends within: the name begins after it.
  const after = /^.*[a-z]{3,}\.\s+/su.exec(name)?.[0].length ?? 0;
  const kept = name.slice(after);
  if (!/^\p{Lu}/u.test(kept) || notNames.test(kept)) return undefined;
  return { start: from + match.index + written.length - kept.length, name: tidy(kept) };
}

/** What stands before "supra" and is no case. */
const notNames =
  /^(?:Id|Ibid|Part|Section|Note|Notes|Parts|Sections|Chapter|Figure|Table|Exhibit|Ex|App|Appendix|Op|However|Accordingly|Moreover|Further|Also|The|This|That)\b/;

function versusStart(head: string): number | undefined {
  const last = [...head.matchAll(versus)].at(-1);
  if (!last) return undefined;
  const right = head.slice(last.index + last[0].length);
  if (
    !/^["“]?[\p{Lu}\d]/u.test(right) ||
    /\n\s*\n|[;:]|[a-z]{4,}\.\s+(?:[A-Z][a-z]+\s+){0,2}[a-z]{3,}\s[a-z]{3,}/.test(right)
  )
    return undefined;
  return leftPartyStart(head, last.index);
}

/** Walks back from the "v." over the words of the first party. */
function leftPartyStart(head: string, end: number): number | undefined {
  const words = [...head.slice(0, end).matchAll(/\S+/g)];
  let start: number | undefined;
  for (let at = words.length - 1; at >= 0 && words.length - at <= 14; at--) {
    const word = (words[at] as RegExpExecArray)[0];
    const bare = word.replace(/^["“‘'([]+/, '');
    const last = at === words.length - 1;
    // A heading above is not of the name.
    if (!last && /\n\s*\n/.test(head.slice((words[at] as RegExpExecArray).index + word.length, words[at + 1]?.index)))
      break;
    if (!last && (signals.has(word.toLowerCase()) || isEnd(word))) break;
    if (/^["“‘'([]*[\p{Lu}\d]/u.test(word)) start = (words[at] as RegExpExecArray).index + (word.length - bare.length);
    else if (!connectors.has(word.toLowerCase().replace(/,$/, ''))) break;
    if (bare !== word) break;
  }
  return dropSignal(head, start);
}

const isEnd = (word: string): boolean => sentenceEnd.test(word) && !nameAbbreviations.test(word);

/** The number of a footnote may stick to it, as in "9See". */
const openingSignal =
  /^(?:\d{1,3}(?=[A-Z][a-z]))?(?:(?:See|Cf\.|But|Also|Accord|Compare|In|Contra|E\.g\.,?|Under|Following|Citing|Quoting|Unlike|Like)(?:,|\s+also|\s+e\.g\.,)?\s+)*(?!re\b)/;

/** "See Smith" and "In Smith" open with a word that is not the party's. */
function dropSignal(head: string, start: number): number;
function dropSignal(head: string, start: number | undefined): number | undefined;
function dropSignal(head: string, start: number | undefined): number | undefined {
  if (start === undefined) return undefined;
  const signal = openingSignal.exec(head.slice(start));
  return start + (signal?.[0].length ?? 0);
}

function inReStart(head: string): number | undefined {
  const last = [...head.matchAll(/\b(?:In\s+re|Ex\s+parte|(?:In\s+the\s+)?Matter\s+of|Estate\s+of)\s+[\p{Lu}]/gu)].at(
    -1,
  );
  if (!last || /[a-z]{4,}\.\s|[;:]|\n\s*\n/.test(head.slice(last.index))) return undefined;
  return last.index;
}

/** One line; a word that a line's end had hyphenated is whole again. */
const tidy = (name: string): string =>
  name
    .replace(/(\p{Ll})(?:-\s*\n\s*|[\u00ad\ufffe]\s*)(?=\p{Ll})/gu, '$1')
    .replace(/\s+/g, ' ')
    .replace(/, Nos?\. .*$/, '')
    .trim();
