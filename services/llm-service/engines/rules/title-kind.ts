/** Tells from the title of a paper what it is. What is named first it is; what follows is what it is about. */
import type { Category } from '../../../../shared/domain/category.ts';

/** Kinds of paper by the words titles call them; longer ones before those they hold, since of equal places the first counts. */
const kinds: [Category, RegExp][] = [
  [
    'motion',
    /notice of (?:\w+ ){0,4}motion|motion|application for|brief|memorandum (?:of (?:law|points)|in (?:support|opposition))/,
  ],
  [
    'motion',
    /(?:opposition|objections?|reply|response)(?: brief| memorandum)? (?:to|in)\b(?=.*\b(?:motion|opposition)\b)/,
  ],
  ['discovery', /(?:objections|responses?|answers?)\b(?=.*\b(?:interrogator|request|production|admission|subpoena))/],
  ['discovery', /interrogatories|requests? for (?:production|admission)|subpoena|notice of (?:\w+ ){0,3}deposition/],
  ['discovery', /(?:initial|expert) disclosures|privilege log/],
  ['deposition', /deposition of|transcript|examination under oath/],
  ['pleading', /complaint|counterclaims?|cross-?claims?|petition|answer|indictment|information\b(?! form)/],
  [
    'pleading',
    /notice of (?:appeal|appearance|removal|dismissal|withdrawal|hearing|filing|related case|change of address)|appearance of counsel|entry of appearance|summons|proof of claim|civil cover sheet/,
  ],
  ['order', /(?:memorandum |findings of fact|opinion|final )?(?:opinion|order|judgment|decree|decision|ruling)/],
  [
    'exhibit',
    /affidavit|declaration of|certificate of|(?:test|laboratory|lab|police|incident|medical|expert|inspection|appraisal) report|curriculum vitae/,
  ],
  ['statute', /(?:notice of )?proposed rule|final rule|an act to|ordinance (?:no|amending)|public law/],
  [
    'contract',
    /agreement|contract|lease|indenture|guaranty|promissory note|amendment (?:no|to)|statement of work|letter of intent|bill of sale|deed of trust|power of attorney|addendum|terms of service/,
  ],
  [
    'financial',
    /invoice|balance sheet|income statement|account statement|bank statement|tax return|general ledger|profit and loss|statements? of (?:operations|cash flows)|schedule of (?:\w+,? ){0,6}(?:costs?|damages|payments)/,
  ],
];

/** Words before the name of a paper that make another thing of it: a "purchase order" is no order of a court. */
const otherOrder = /\b(?:purchase|work|change|task|sales|money) order\b/g;

/** The category a title names; undefined if it names none. */
export function kindOfTitle(title: string): Category | undefined {
  const words = title
    .toLowerCase()
    .replace(/[’]/g, "'")
    .replace(otherOrder, match => '-'.repeat(match.length));
  const found = kinds.map(([category, pattern]) => ({
    category,
    at: words.search(new RegExp(`\\b(?:${pattern.source})`)),
  }));
  return found.filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at)[0]?.category;
}
