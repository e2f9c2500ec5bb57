/** The words by which papers say who represents whom: roles, firms, and the parties named after them. */
import { type NameAt, splitNames } from './names.ts';

/** A lawyer or firm with offsets in the text; `quote` holds the name and whom it stands for. */
export interface CounselFound {
  name: NameAt;
  quote: NameAt;
  role?: string;
  parties: string[];
}

const roleWord =
  "(?:plaintiff|defendant|petitioner|respondent|appellant|appellee|claimant|movant|debtor|intervenor|employee|employer|applicant|complainant|relator|amic(?:us|i)|government|insurer)[a-z]*(?:\\(s\\))?(?:['’]s?)?";
/** Source of a pattern for what a client is called: `appellee/cross-appellant`. */
export const rolePhrase = `(?:(?:third[- ]party|cross|counter|real party in interest|lead|named|class)[- ]?)?${roleWord}(?:(?:\\s?[-/]\\s?|\\s+and\\s+)(?:(?:cross|counter|third[- ]party)[- ]?)?${roleWord})*(?:\\s+curiae)?`;
const firmEnd =
  /\b(?:LLP|L\.L\.P\.|LLC|PLLC|P\.L\.L\.C\.|P\.\s?C\.|PC|P\.\s?A\.|PLC|L\.P\.A\.|Ltd\.?|& Associates|Associates)$/;
const firmStart = /^(?:The )?(?:Law (?:Offices?|Firm|Group)\b|Office of\b)/i;
/** Whether the text ends or opens as the name of a law firm does. */
export const isFirm = (text: string): boolean =>
  firmEnd.test(text) || firmStart.test(text) || /\bLaw (?:Firm|Group|Offices?)$/i.test(text);

/** "for the employer-appellant, Create and Construct, LLC" */
export function partiesAfter(rest: string): string[] {
  const said = /^,?\s*([A-Z](?:[^.;]|(?<=\b(?:Inc|Co|Corp|Ltd|[A-Z]))\.)*)/.exec(rest)?.[1];
  return said ? splitNames(said).map(({ start, end }) => said.slice(start, end).replace(/\s+/g, ' ')) : [];
}
