/** The cues of each category: wording that speaks for it, and how strongly, at the head of a document and in its body. */
import type { Category } from '../engine.ts';

/**
 * `title` counts once if a hit is in the title zone; `body` is multiplied by log2(1 + hits), so repetition is damped.
 * Weights are judgements on a common scale: 8 is a title that leaves little doubt, 4 a formula hardly any other kind
 * of document uses, 2 typical wording, below 1 mere colour. Capitals are matched as capitals where a title is meant,
 * because every one of these words also occurs in running prose.
 */
export interface Cue {
  name: string;
  category: Category;
  pattern: RegExp;
  title: number;
  body: number;
}

type CueLine = [name: string, pattern: RegExp, title: number, body: number];

const cuesByCategory: Partial<Record<Category, CueLine[]>> = {
  pleading: [
    ['complaint-title', /\b(?:COMPLAINT|COUNTERCLAIMS?|CROSS-?CLAIM|INDICTMENT)\b/g, 8, 0.2],
    ['answer-title', /\bANSWER(?: AND AFFIRMATIVE DEFENSES|,? (?:TO|AND|OF)\b)|['’]S (?:AMENDED )?ANSWER\b/g, 8, 0.2],
    ['petition-title', /\bPETITION (?:FOR|TO|OF)\b|\b(?:VERIFIED|AMENDED|ORIGINAL) PETITION\b/g, 7, 0.2],
    [
      'notice-title',
      /\b(?:NOTICE OF (?:APPEARANCE|APPEAL|REMOVAL|DISMISSAL|FILING|WITHDRAWAL)|APPEARANCE OF COUNSEL)\b/g,
      7,
      0.2,
    ],
    [
      'jury-demand',
      /\b(?:JURY TRIAL DEMANDED|DEMAND FOR (?:A )?JURY(?: TRIAL)?|demands? (?:a )?(?:jury trial|trial by jury))\b/gi,
      5,
      2,
    ],
    ['prayer', /\bPRAYER FOR RELIEF\b|^[^\S\n]*WHEREFORE\b/gm, 1, 3],
    [
      'count',
      /\b(?:CAUSES? OF ACTION|CLAIM FOR RELIEF)\b|^[^\S\n]*COUNT (?:[IVX]+|\d+|ONE|TWO|THREE|FOUR|FIVE)\b/gm,
      1,
      2,
    ],
    ['jurisdiction-and-venue', /\bJURISDICTION (?:AND|&) VENUE\b/gi, 2, 3],
    [
      'alleges',
      /\b(?:Plaintiffs?|Petitioners?|Complainants?)\b.{0,60}\b(?:alleges?|complains?|states?) (?:as follows|against|upon)/gs,
      3,
      2,
    ],
    ['information-and-belief', /\b(?:up)?on information and belief\b/gi, 1, 1.5],
    ['denies', /\b(?:Defendants?|Respondents?) (?:admits?|den(?:y|ies))\b|\bAFFIRMATIVE DEFENSE/g, 1, 1.5],
  ],
  motion: [
    ['motion-title', /\b(?:CROSS-)?MOTION (?:TO|FOR|IN|REQUESTING|PURSUANT)\b/g, 8, 0.3],
    ['motion-heading', /^[^\S\n]*(?:[A-Z][\w.,'’-]*[^\S\n]+){0,8}Motion (?:to|for|in) [^.\n]{3,100}$/gm, 6, 0.3],
    [
      'memorandum-in-support',
      /\b(?:MEMORANDUM|BRIEF)(?: OF (?:LAW|POINTS AND AUTHORITIES))?\s+IN\s+(?:SUPPORT|OPPOSITION)\b/g,
      8,
      0.5,
    ],
    ['opposition-title', /\b(?:OPPOSITION|REPLY|RESPONSE)(?: BRIEF)? (?:TO|IN)\b[^.]{0,120}\bMOTION\b/g, 8, 0.3],
    [
      'appellate-brief',
      /\bBRIEF (?:OF|FOR) (?:THE )?(?:PLAINTIFF|DEFENDANT|APPELL|PETITION|RESPOND|AMIC)|\b(?:APPELLANT|APPELLEE|PETITIONER|RESPONDENT)S?['’]?S? (?:OPENING |REPLY )?BRIEF\b/g,
      8,
      0.3,
    ],
    [
      'moves',
      /\b(?:moves?|petitions?) (?:this|the) (?:Honorable )?Court\b|\bhereby moves?\b|\brespectfully moves?\b/gi,
      4,
      3,
    ],
    ['asks-the-court', /\brespectfully requests? that (?:this|the) (?:Honorable )?Court\b/gi, 2, 3],
    ['should-be-granted', /\bmotion\b[^.]{0,60}\bshould be (?:granted|denied)\b/gi, 1, 2],
  ],
  order: [
    ['order-title', /(?<!\b(?:PURCHASE|WORK|CHANGE|TASK|SALES|MONEY|IN) )\bORDER\b(?! (?:NO|FORM|NUMBER)\b)/g, 7, 0.2],
    [
      'opinion-title',
      /^[^\S\n]*\(?(?:Slip Opinion|(?:MEMORANDUM )?OPINION\b|Opinion of the Court|PER CURIAM|JUDGMENT\b|DECREE\b)|\bFINDINGS OF FACT (?:AND|&)\b/gm,
      6,
      0.8,
    ],
    ['panel', /\b(?:Before|BEFORE|Present|PRESENT):?\s[^.]{0,160}\b(?:Judges|JUDGES|Justices|JUSTICES|JJ)\b/g, 5, 0.5],
    [
      'author',
      /\b(?:delivered the opinion|filed a (?:dissenting|concurring) opinion|concurr(?:ed|ing) in the judgment)\b|\b(?:Circuit|District|Chief|Magistrate|Bankruptcy|Presiding) Judge[,:.]|\bJ\.,? (?:concurring|dissenting)/gi,
      2,
      1.5,
    ],
    [
      'ordered',
      /\bit is (?:hereby |further |so |therefore |accordingly )*(?:ordered|adjudged|decreed)\b|\bSO ORDERED\b/gi,
      3,
      4,
    ],
    [
      'disposition',
      /\b(?:AFFIRM(?:ED|S)?|REVERSED?|VACATED?|REMAND(?:ED)?)\b|\b[Ww]e (?:therefore |thus |accordingly )?(?:affirm|reverse|vacate|remand)\b|^[^\S\n]*(?:Affirmed|Reversed|Vacated)\b|\bDecisions? will be entered\b/gm,
      2,
      2,
    ],
    [
      'opinion-heading',
      /\bMEMORANDUM (?:FINDINGS|OPINION|AND ORDER|DECISION)\b|\bMemorandum Opinion\b|\bT\. ?C\. (?:Memo|Summary)\b|\bSlip Op(?:inion|\.)/g,
      3,
      1,
    ],
    [
      'author-line',
      /^[^\S\n]*[A-Z][A-Z.,'’ -]{2,40},? (?:(?:Chief|Circuit|District|Presiding|Senior|Magistrate) )*(?:Judge|Justice|C\. ?J\.|P\. ?J\.|J\.)[:.,]/gm,
      2,
      2,
    ],
    ['held', /\bHeld(?:, further)?:|\bHeld, further,/g, 2, 2],
    [
      'below',
      /\b(?:district|trial|circuit|motion|lower) court(?:['’]s)? (?:erred|held|found|granted|denied|determined|abused|concluded|decision|judgment)\b/gi,
      1,
      1,
    ],
    ['argued-decided', /\b(?:Argued|Decided|Submitted|ARGUED|DECIDED|SUBMITTED):?\s+[A-Z][a-z]+\.? \d/g, 4, 0.3],
    [
      'reviewed-below',
      /\b(?:Appeals?|Petition) from (?:the|an?)\b|\bOn (?:writ of|petition for)\b|\bCERTIORARI TO\b/gi,
      3,
      0.3,
    ],
    ['reasoning', /\b(?:we|this court|the court) (?:hold|conclude|agree|disagree|decline|review|find)s?\b/gi, 1, 1.5],
  ],
  contract: [
    [
      'agreement-title',
      /\b(?:AGREEMENT|CONTRACT|LEASE|INDENTURE|PROMISSORY NOTE|GUARANTY|TERM SHEET|MEMORANDUM OF UNDERSTANDING|STATEMENT OF WORK|PURCHASE ORDER)\b/g,
      7,
      0.2,
    ],
    [
      'agreement-heading',
      /^[^\S\n]*(?:[A-Z][\w&,'’-]*[^\S\n]+){0,7}(?:Agreement|Contract|Lease|Indenture|Guaranty|Amendment)[^\S\n]*$/gm,
      6,
      0.3,
    ],
    ['parties', /\b(?:made|entered)\b[^.]{0,120}\b(?:between|among)\b/gi, 5, 0.3],
    ['recitals', /\bWHEREAS\b|^[^\S\n]*RECITALS\b/gm, 1, 2],
    ['now-therefore', /\bNOW,?\s+THEREFORE\b/gi, 1, 3],
    ['witness', /\bIN WITNESS (?:WHEREOF|HEREOF)\b/gi, 1, 4],
    ['agree', /\bparties (?:hereto |hereby )*agree\b|\bagrees? as follows\b/gi, 1, 2],
    ['defined-term', /\(\s*(?:the|each,? an?|collectively,?(?: the)?)?\s*["“][A-Z][^"”\n]{1,40}["”]\s*\)/g, 1, 1],
    ['governing-law', /\b(?:governed by|construed in accordance with)\b[^.]{0,80}\blaws\b/gi, 1, 2.5],
    [
      'boilerplate',
      /\b(?:entire agreement|severability|force majeure|counterparts|successors and assigns|indemnif(?:y|ication)|confidential information)\b/gi,
      0,
      1.2,
    ],
    ['hereto', /\b(?:hereto|hereof|hereunder|thereof)\b/gi, 0, 0.4],
  ],
  deposition: [
    [
      'deposition-title',
      /\b(?:DEPOSITION|EXAMINATION UNDER OATH)(?: UPON (?:ORAL|WRITTEN) (?:EXAMINATION|QUESTIONS))?(?: OF)?\b|^[^\S\n]*Deposition of\b/gm,
      8,
      0.3,
    ],
    ['transcript-title', /\bTRANSCRIPT OF\b/g, 6, 0.3],
    ['question', /^[^\S\n]*(?:\d{1,2}[^\S\n]+)?Q[.:]?[^\S\n]+\S/gm, 1, 2.5],
    ['sworn', /\b(?:having been|being|was)(?: first)? duly sworn\b(?!,? deposes)/gi, 2, 3],
    [
      'examination',
      /^[^\S\n]*(?:\d{1,2}[^\S\n]+)?(?:(?:DIRECT|CROSS|REDIRECT|FURTHER)[ -])*EXAMINATION\b|^[^\S\n]*(?:\d{1,2}[^\S\n]+)?BY M[RS]S?\. [A-Z]/gm,
      2,
      3,
    ],
    [
      'speakers',
      /\bTHE (?:WITNESS|REPORTER|COURT REPORTER|VIDEOGRAPHER|DEPONENT):|\b(?:Certified Shorthand|Court) Reporter\b|\b(?:off|on) the record\b/g,
      1,
      1.5,
    ],
  ],
  discovery: [
    [
      'discovery-title',
      /\b(?:INTERROGATORIES|REQUESTS? FOR (?:PRODUCTION|ADMISSIONS?)|SUBPOENA|INITIAL DISCLOSURES|PRIVILEGE LOG|NOTICE OF (?:TAKING )?DEPOSITION)\b/g,
      9,
      0.5,
    ],
    [
      'numbered-request',
      /\b(?:INTERROGATORY|REQUEST(?: FOR (?:PRODUCTION|ADMISSION))?) (?:NO\.? ?|NUMBER )\d+/gi,
      2,
      3,
    ],
    ['discovery-rule', /\b(?:Rules?|Fed\. ?R\. ?Civ\. ?P\.) (?:26|33|34|36|45)\b/g, 1, 1],
    [
      'propounding',
      /\b(?:propounding|responding|requesting) party\b|\bproduce the following\b|\banswer(?:ed)? (?:fully|separately)\b/gi,
      2,
      2,
    ],
    [
      'objects',
      /\bobjects to (?:this|the) (?:request|interrogatory)\b|\bunduly burdensome\b|\bvague and ambiguous\b/gi,
      0,
      1.5,
    ],
  ],
  correspondence: [
    ['salutation', /^[^\S\n]*(?:Dear|To Whom It May Concern)\b[^\n]{0,80}[:,][^\S\n]*$/gm, 7, 2],
    [
      'closing',
      /^[^\S\n]*(?:Sincerely|Very truly yours|Yours (?:very )?(?:truly|sincerely|faithfully)|Respectfully yours|(?:Best|Kind|Warm) regards|Cordially)\b/gim,
      2,
      4,
    ],
    ['subject-line', /^[^\S\n]*(?:Re|RE|In re|Our ref|Your ref)\.?:[^\S\n]*\S/gm, 3, 0.3],
    [
      'delivery',
      /\b(?:via|by) (?:certified mail|registered mail|e-?mail|overnight|facsimile|fax|hand delivery|first[- ]class mail|u\.? ?s\.? mail|federal express|fedex|ups)\b/gi,
      4,
      0.3,
    ],
    ['enclosures', /^[^\S\n]*(?:Enclosures?|Encls?\.|cc:|c\.c\.)/gim, 0, 1.5],
    ['memo-head', /^[^\S\n]*TO:[^\n]*\n\s*FROM:/gm, 6, 0],
  ],
  email: [
    ['mail-header', /^(?:From|Sender):[^\n]*\n(?:[^\n]*\n){0,8}?(?:To|Subject|Sent|Date):/gm, 9, 1.5],
    ['forwarded', /-{2,}\s*(?:Original|Forwarded) message|^On [^\n]{5,90} wrote:\s*$/gim, 2, 3],
    ['mail-signature', /^Sent from my \w+/gm, 0, 2],
  ],
  statute: [
    [
      'code-title',
      /\b(?:AN ACT|A BILL|PUBLIC LAW|UNITED STATES CODE|CODE OF FEDERAL REGULATIONS|REVISED STATUTES)\b|\bFEDERAL REGISTER\b|\bFederal Register\b|\bCode of Federal Regulations\b/g,
      6,
      0.3,
    ],
    ['division-heading', /^[^\S\n]*(?:TITLE|CHAPTER|SUBCHAPTER|PART)\s+[\dA-Z]{1,5}\s*[—–-]\s*[A-Z]/gm, 5, 1],
    ['enacting', /\bBe it (?:enacted|resolved|ordained)\b/gi, 5, 3],
    ['section-heading', /^[^\S\n]*§+\s?\d[\w.:–-]*\.?[^\S\n]+["“[(]?[A-Z]/gm, 2, 2],
    [
      'history',
      /\(\w+\.? \d{1,2}, \d{4}, ch\. \d+|\b(?:Editorial Notes|Statutory Notes|Historical and Revision Notes)\b|^[^\S\n]*\((?:Added|As amended|Pub\. L\.)/gm,
      1,
      2.5,
    ],
    [
      'rulemaking',
      /^[^\S\n]*(?:AGENCY|ACTION|SUMMARY|DATES|ADDRESSES|FOR FURTHER INFORMATION CONTACT|SUPPLEMENTARY INFORMATION):/gm,
      6,
      1.5,
    ],
    ['regulation', /\b\d+ CFR [Pp]arts? \d+|\bRIN \d{4}|\bThe authority citation for\b/g, 3, 0.7],
    ['shall-mean', /\bthe (?:terms?|words?|phrase) ["“][^"”\n]{2,60}["”] (?:means?|includes?|shall)\b/gi, 1, 1],
  ],
  financial: [
    [
      'financial-title',
      /\b(?:INVOICE|BALANCE SHEETS?|INCOME STATEMENT|STATEMENTS? OF (?:OPERATIONS|CASH FLOWS|INCOME|ACCOUNT)|(?:BANK|ACCOUNT) STATEMENT|GENERAL LEDGER|TAX RETURN|PROFIT AND LOSS|RECEIPT)\b/g,
      8,
      0.5,
    ],
    [
      'totals',
      /^[^\S\n]*(?:amount due|balance due|(?:beginning|opening|ending|closing|previous|new) balance|net (?:income|loss)|(?:grand |sub-?)?total|accounts (?:payable|receivable))\b[^\n]{0,80}\d[^\S\n]*$/gim,
      2,
      2.5,
    ],
    [
      'invoice-field',
      /\b(?:invoice|account|statement|check) (?:no\.?|number|date|#)|\b(?:bill|remit|ship) to:/gi,
      4,
      1,
    ],
    ['amount-column', /\$?\d[\d,]*\.\d\d[^\S\n]*$/gm, 1, 1],
  ],
  exhibit: [
    [
      'exhibit-label',
      /^[^\S\n]*(?:(?:PLAINTIFF|DEFENDANT|GOVERNMENT|TRIAL|JOINT)(?:['’]?S)? )?(?:EXHIBIT|Exhibit|ATTACHMENT|Attachment) (?:[A-Z]{1,2}|\d{1,4})[^\S\n]*$/gm,
      4,
      0,
    ],
    [
      'declaration-title',
      /\b(?:AFFIDAVIT|DECLARATION) OF\b|^[^\S\n]*(?:AFFIDAVIT|DECLARATION|SWORN STATEMENT)[^\S\n]*$/gm,
      7,
      0.3,
    ],
    ['perjury', /\bunder (?:the )?penalt(?:y|ies) of perjury\b/gi, 1, 3],
    ['deposes', /\bduly sworn,? (?:hereby )?(?:deposes?|states?|says?)\b/gi, 4, 3],
  ],
};

/** All cues, category by category. */
export const cues: Cue[] = Object.entries(cuesByCategory).flatMap(([category, lines]) =>
  lines.map(([name, pattern, title, body]) => ({ name, category: category as Category, pattern, title, body })),
);
