/** The kinds of facts, and what their properties hold beside value and quote. */

/**
 * | kind | value | properties |
 * | --- | --- | --- |
 * | category | a category of `category.ts` | `confidence`, `evidence` |
 * | document_type | what a lawyer calls it: `motion to dismiss`, `supply agreement` | |
 * | title, court, docket | as printed, white space as one space | |
 * | filing_date, effective_date, argued_date, decided_date, executed_date, signed_date, date | ISO date | |
 * | party | the name in full | {@link PartyProperties} |
 * | judge | the name | `name`, `title`, `case`: `own`, or `below` where the paper reviews what another court decided |
 * | counsel | the name | {@link CounselProperties} |
 * | amount | `USD 1250.00` | |
 * | governing_law | the law that is chosen: `Delaware` | |
 * | term, termination, obligation | the sentence that says it | `cue`, and `party` who owes |
 * | citation | how the document itself is cited: `T.C. Memo. 2020-26` | |
 */
export const factKinds = [
  'category',
  'document_type',
  'title',
  'court',
  'docket',
  'filing_date',
  'effective_date',
  'argued_date',
  'decided_date',
  'executed_date',
  'signed_date',
  'date',
  'party',
  'judge',
  'counsel',
  'amount',
  'governing_law',
  'term',
  'termination',
  'obligation',
  'citation',
] as const;
export type FactKind = (typeof factKinds)[number];

/** Start and end of a name in the frozen text: what ties a fact to the mention of who it speaks of. */
export type NameSpan = [start: number, end: number];

/** A party to a case or a contract. */
export interface PartyProperties {
  /** Singular, in mixed case: `Plaintiff`, `Lender`; of a mail or letter `Sender`, `Recipient`; absent where the document gives none. */
  role?: string;
  /** The term the document defines for it: `Bard` for C. R. Bard, Inc. */
  definedAs?: string;
  name: NameSpan;
}

/** A lawyer or law firm and whom it stands for. */
export interface CounselProperties {
  name: NameSpan;
  /** Role of those represented: `Plaintiff`. */
  for?: string;
  /** Their names, where the document says them. */
  parties?: string[];
}
