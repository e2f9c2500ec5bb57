/** Reads the name of the case from the caption at the head of a document. */
import type { HeadLine } from './head-lines.ts';

/** A value with the span of the words that say it, in the passage. */
export interface Found {
  value: string;
  start: number;
  end: number;
}

const versus = /^(?:v|vs|V|VS|Vs|versus|VERSUS)\.?$/;
const inline = /^(?<first>\S.{1,150}?),?\s+(?:v|vs|V|VS)\.\s+(?<second>\S.{1,150})$/;
/** "Roe v Lind", as New York writes it; only at the very top, and only as a whole line of names. */
const bareInline =
  /^(?<first>[A-Z0-9]\S*(?:\s(?:[A-Z0-9&]\S*|of|the|and|for)){0,12})\sv\s(?<second>[A-Z0-9]\S*(?:\s(?:[A-Z0-9&]\S*|of|the|and|for)){0,12})$/;
const top = 300;
/** What a party is called, and what else stands between the names in a caption. */
const roleWord =
  /^(?:plaintiffs?|defendants?|appell\w+|petitioners?|respondents?|claimants?|movants?|debtors?|intervenors?|employees?|employers?|cross\w*|counter\w*|third|part(?:y|ies)|and|against)$/i;
const isRole = (text: string): boolean => (text.match(/[A-Za-z]+/g) ?? []).every(word => roleWord.test(word));
/** Lines of a caption that name a court, a number, a day or a person other than a party. */
const notAName =
  /\b(?:courts?|circuit|division|docket|nos?\.|case no|judge|judicial|filed|argued|decided|chambers)\b|^(?:in the|for the|before|argued|syllabus|certiorari|appeals? from|page|document|order|opinion)\b|\d{2}-\w+|\d{4}$/i;
const matterOf = /^(?:IN RE|In re|In the Matter of|IN THE MATTER OF|EX PARTE|Ex parte|ESTATE OF|Estate of)\b:?\s*\S/;
const citation = /\b\d+ [A-Z][\w. ]{0,14} \d+\b/;

const tidy = (name: string): string =>
  name
    .replace(/\s+/g, ' ')
    .replace(/,?\s(?:Case\s|Docket\s)?Nos?\..*$/, '')
    .replace(/^[\s,;:)]+|[\s,;:)(]+$/g, '')
    .replace(/,?\d? (?:Plaintiff|Defendant|Appell(?:ant|ee)|Petitioner|Respondent)s?[.,]?$/i, '');

/** The party named right above or below the "v.": up to two lines, the nearest block that is a name. */
function partyNear(lines: HeadLine[], from: number, step: 1 | -1): HeadLine[] {
  const party: HeadLine[] = [];
  for (let index = from; index >= 0 && index < lines.length && Math.abs(index - from) < 8; index += step) {
    const line = lines[index] as HeadLine;
    const usable = !isRole(line.text) && !notAName.test(line.text) && /[A-Za-z]{2}/.test(line.text);
    if (!usable && party.length > 0) break;
    if (!usable) continue;
    if (party.length === 1 && !continues(party[0] as HeadLine, line, step)) break;
    party.push(line);
    if (party.length === 2) break;
  }
  return step === 1 ? party : party.reverse();
}

/** A name goes on over a line end only where a joining word is. */
function continues(nearest: HeadLine, next: HeadLine, step: 1 | -1): boolean {
  const [upper, lower] = step === 1 ? [nearest, next] : [next, nearest];
  return (
    Math.abs(nearest.row - next.row) === 1 &&
    (/(?:\b(?:of|and|the|for)|&)$/i.test(upper.text) || /^(?:of|and|for|as)\s/.test(lower.text))
  );
}

function acrossLines(lines: HeadLine[]): Found | null {
  for (const line of lines) {
    if (!versus.test(line.text)) continue;
    const column = lines.filter(cell => cell.column === line.column);
    const index = column.indexOf(line);
    const first = partyNear(column, index - 1, -1);
    const second = partyNear(column, index + 1, 1);
    const start = first[0];
    const end = second.at(-1);
    if (!start || !end || start.start >= end.end) continue;
    const names = [first, second].map(party => tidy(party.map(({ text }) => text).join(' ')));
    return { value: names.join(' v. '), start: start.start, end: end.end };
  }
  return null;
}

function onOneLine(lines: HeadLine[]): Found | null {
  for (const line of lines) {
    const match = inline.exec(line.text) ?? (line.start < top ? bareInline.exec(line.text) : null);
    const { first, second } = match?.groups ?? {};
    // "See United States v. Detroit Timber, 200 U. S. 321" cites another case.
    if (!first || !second || citation.test(line.text) || /^(?:See|Cf|In|Under)\b/.test(first)) continue;
    if (/^[a-z]/.test(first) || notAName.test(first)) continue;
    return { value: `${tidy(first)} v. ${tidy(second)}`, start: line.start, end: line.end };
  }
  return null;
}

/** "ROCK BORDELON, Petitioner v." with the other party on the next line. */
function overLineEnd(lines: HeadLine[]): Found | null {
  for (const [index, line] of lines.entries()) {
    const first = /^(\S.{1,150}?),?\s+(?:v|vs|V|VS)\.$/.exec(line.text)?.[1];
    const second = lines[index + 1];
    if (!first || !second || second.row - line.row > 2 || notAName.test(first) || /^[a-z]/.test(first)) continue;
    return { value: `${tidy(first)} v. ${tidy(second.text)}`, start: line.start, end: second.end };
  }
  return null;
}

function inMatterOf(lines: HeadLine[]): Found | null {
  const line = lines.find(({ text }) => matterOf.test(text) && !citation.test(text));
  return line ? { value: tidy(line.text), start: line.start, end: line.end } : null;
}

/** `First Party v. Second Party` or `In re ...`, whichever stands first; null where there is no caption. */
export function findCaseName(lines: HeadLine[]): Found | null {
  const found = [acrossLines(lines), onOneLine(lines), overLineEnd(lines), inMatterOf(lines)].filter(
    name => name !== null,
  );
  return found.sort((a, b) => a.start - b.start)[0] ?? null;
}
