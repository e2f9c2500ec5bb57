/** Says in what role a document names somebody: by what it defines the name as, and by the caption or preamble. */

import type { DocumentMention } from './consolidate.ts';
import { type Definition, definitionsAfter, isNamed } from './definitions.ts';

/** The parties of cases and of contracts; what a definition says besides is a name. */
const roleWords =
  'Co-Plaintiff|Plaintiff|Co-Defendant|Defendant|Petitioner|Respondent|Appellant|Appellee|Claimant|Intervenor|Movant|Debtor|Creditor|Relator|Garnishee|Lender|Borrower|Seller|Buyer|Purchaser|Vendor|Supplier|Customer|Client|Contractor|Subcontractor|Consultant|Landlord|Tenant|Lessor|Lessee|Sublessor|Sublessee|Licensor|Licensee|Franchisor|Franchisee|Employer|Employee|Executive|Guarantor|Trustee|Administrative Agent|Collateral Agent|Escrow Agent|Agent|Distributor|Reseller|Manufacturer|Sponsor|Investor|Issuer|Underwriter|Pledgor|Grantor|Grantee|Assignor|Assignee|Mortgagor|Mortgagee|Insurer|Insured|Company|Parent|Subsidiary|Holder|Provider|Recipient|Developer|Owner|Operator|Manager|Shareholder|Stockholder|Optionee|Indemnitor|Secured Party|Obligor|Payee|Maker|Depositor|Servicer|Corporation|Bank|Partnership';
const courtRoles =
  /^(?:Co-)?(?:Plaintiff|Defendant|Petitioner|Respondent|Appellant|Appellee|Claimant|Intervenor|Movant|Debtor|Relator|Garnishee)/;
const wholeRole = new RegExp(`^(?:the\\s)?(?<role>${roleWords})s?$`, 'i');
/** ", as Lender": the style of loan agreements. */
const asRole = new RegExp(
  `^,?\\s{1,2}(?:\\([^()]{0,80}\\)\\s{1,2})?as\\s{1,2}(?:the\\s|an?\\s)?(?<role>${roleWords})(?![\\p{L}])`,
  'u',
);
/** The role words of a caption; "v." parts the sides. */
const captionRole =
  /(?<![\p{L}-])(?:Third-Party\s)?(?<role>Plaintiff|Defendant|Petitioner|Respondent|Appellant|Appellee|Claimant|Intervenor|Movant|Debtor|PLAINTIFF|DEFENDANT|PETITIONER|RESPONDENT|APPELLANT|APPELLEE|CLAIMANT|INTERVENOR|MOVANT|DEBTOR)(?:\(?[sS]\)?)?(?:\s?[-–/]\s?\p{L}+s?|\sand\s\p{L}+s?)?[.,]?[^\S\n]*(?:\)[^\n]*)?(?=\n|\sv[s.]|\s{3}|$)/gu;
const opensRole = /(?:^|[\n,;.)(|]|\s{3}|\band)[^\S\n]*$/;
/** A caption stands at the head of the document. */
const captionEnd = 8000;
const captionReach = 700;
/** Words of prose, which captions do not have; what is said of parties there is left out before. */
const saidOfParties =
  /individually|on behalf of|all others|similarly situated|a[n]?\s+[\p{L}\s]{0,30}(?:corporation|company|partnership|individual|association)|in (?:his|her|their|its) (?:official|individual) capacit(?:y|ies)|et al|formerly known as|doing business as|as the|personal representative|of the estate|minor|by and through|next friend|and|of|for|the|as|the/giu;

/** The mentions in order, those whose term or role the document gives with `definedAs` and `role` among their properties. */
export function withParties(text: string, mentions: readonly DocumentMention[]): DocumentMention[] {
  const named = mentions.filter(isNamed);
  const given = new Map<DocumentMention, Record<string, unknown>>();
  for (const [at, mention] of named.entries()) {
    const next = named[at + 1]?.start ?? text.length;
    const [first] = definitionsAfter(text, mention.end, next).filter(found => isOfName(found, mention));
    const role = asRole.exec(text.slice(mention.end, Math.min(next, mention.end + 140)))?.groups?.role;
    if (first) define(given, mention, first.term);
    else if (role) given.set(mention, { role });
    // "Ann Roe and Bo Poe (collectively, the "Sellers")": all named since the last definition.
    for (let before = at - 1; first?.collective && before >= Math.max(0, at - 6); before--) {
      const other = named[before] as DocumentMention;
      if (mention.start - other.end > 400 || given.has(other)) break;
      define(given, other, first.term);
    }
  }
  giveCaptionRoles(text, named, given);
  return mentions.map(mention => {
    const more = given.get(mention);
    return more ? { ...mention, properties: { ...more, ...mention.properties } } : mention;
  });
}

/** What is defined further on in the sentence is the name only if it is a role or has a word of the name. */
function isOfName({ term, quoted, attached }: Definition, { value, properties }: DocumentMention): boolean {
  if (!quoted || attached === 'no' || properties.shortFor !== undefined) return false;
  if (wholeRole.test(term)) return true;
  const words = new Set(value.split(/[\s,]+/));
  const shares = term.split(/\s+/).some(word => words.has(word)) || /^\p{Lu}{2,6}$/u.test(term);
  return shares || (attached === 'right' && !otherThings.test(term));
}

/** What definitions right after a name may be of as well: "the contract with Acme, Inc. (the "Agreement")". */
const otherThings =
  /\b(?:Agreement|Contract|Lease|Act|Plan|Code|Rules?|Dates?|Motion|Complaint|Order|Letter|Notes?|Loan|Shares?|Stock|Products?|Services?|Property|Premises|Project|Patents?|Report|Policy|Term|Transaction|Merger|Action|Lawsuit|Petition|Response|Brief|Opinion|Decision|Declaration|Deposition|Settlement)\b/;

function define(given: Map<DocumentMention, Record<string, unknown>>, mention: DocumentMention, term: string): void {
  const written = wholeRole.exec(term)?.groups?.role;
  const role = written && written.charAt(0).toUpperCase() + written.slice(1);
  given.set(mention, { definedAs: term, ...(role && { role }) });
}

/** Everyone from the last role or "v." up to "Plaintiffs," is one of them. */
function giveCaptionRoles(
  text: string,
  named: readonly DocumentMention[],
  given: Map<DocumentMention, Record<string, unknown>>,
): void {
  const head = text.slice(0, captionEnd);
  let floor = 0;
  for (const match of head.matchAll(captionRole)) {
    // "Attorneys for Plaintiff" are not the plaintiff.
    if (!opensRole.test(text.slice(Math.max(0, match.index - 80), match.index))) continue;
    const word = (match.groups?.role ?? '').toLowerCase();
    const role = word.charAt(0).toUpperCase() + word.slice(1);
    const from = Math.max(floor, match.index - captionReach);
    for (const mention of named) {
      if (mention.end > match.index) break;
      if (mention.start < from || mention.type === 'JUDGE') continue;
      if (!isCaption(text.slice(mention.end, match.index))) continue;
      const known = given.get(mention);
      if (known?.role === undefined || !courtRoles.test(String(known.role))) given.set(mention, { ...known, role });
    }
    floor = match.index + match[0].length;
  }
}

/** True for text between a name and its role: names, commas and brackets, no prose and no other side. */
const isCaption = (between: string): boolean =>
  !/\sv(?:s)?\.?\s/i.test(between.replace(/\)[^\n]*/g, ')')) &&
  !/(?:\b\p{Ll}{2,}\b\s+){3}/u.test(between.replace(saidOfParties, ''));
