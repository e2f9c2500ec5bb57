/** Knows the lines that filing systems and copying services print on the pages of documents. */

/**
 * Forms seen on federal dockets: "Case 1:21-cv-01061-KLM Document 5 Filed 04/16/21 USDC Colorado Page 1 of 3",
 * "Appeal: 17-2218 Doc: 17 Filed: 10/31/2017 Pg: 1 of 1", "Case: 20-1507 Document: 00117684624 Page: 1 Date Filed:
 * 12/22/2020 Entry ID: 6389429", "USCA4 Appeal: 22-1 Doc: 1-1 Filed: 01/02/2022 Pg: 2 of 9", and New York's
 * "NYSCEF DOC. NO. 12". A line must name the case and a second field, so that prose about a case is not one.
 */
const patterns = [
  /^(USCA\S*\s+)?(Case|Appeal|USCA Case)\s*:?\s*#?\s*[\d:]+-[\w:-]+.{0,40}\b(Doc(ument|ketEntry)?)\b\.?\s*:?\s*#?\s*[\d-]+.{0,120}\b(Filed|Page|Pg)\b/i,
  /^NYSCEF DOC\. NO\. \d+/i,
  /^(FILED|RECEIVED NYSCEF)\s*:.{0,60}(INDEX NO\.|COUNTY CLERK|\d{2}\/\d{2}\/\d{4})/i,
];

const longestStamp = 220;

/** True for the text of one whole line that is a filing stamp. */
export function isStamp(text: string): boolean {
  return text.length <= longestStamp && patterns.some(pattern => pattern.test(text));
}

/** "BWC-0004417", "ABC 000123", "ACME_PROD-00012345": a prefix in capitals and a number padded to a fixed width. */
const batesNumber = /^[A-Z][A-Z&]{1,11}(?:[-_. ][A-Z]{1,8}){0,2}[-_. ]?(?:\d{6,10}|0\d{4})$/;
/** What stands before other numbers in a corner: dockets, telephones, forms; and a state before its postal code. */
const otherNumber =
  /^(?:NOS?|CASE|CIV(?:IL)?|CRIM|CAUSE|DOCKET|INDEX|FILE|PAGE|EXHIBIT|TEL|FAX|BAR|SBN|INVOICE|ORDER|FORM|BOX|ID|DATE|BATES)\b|^[A-Z]{2} \d{5}$/;

/** True for the text of one whole line that is a Bates number, as production sets are numbered with. */
export const isBatesNumber = (text: string): boolean => batesNumber.test(text) && !otherNumber.test(text);
