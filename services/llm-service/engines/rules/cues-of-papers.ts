/** Cues of the papers a lawsuit is about or rests on: contracts, letters, mail, statutes, accounts, exhibits. */
import type { CueTable } from './cue.ts';

export const paperCues: CueTable = {
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
    [
      'defined-term',
      /\(\s?(?:(?:the|each,? an?|collectively,?(?: the)?)\s{1,9})?["“][A-Z][^"”\n]{1,40}["”]\s?\)/g,
      1,
      1,
    ],
    ['governing-law', /\b(?:governed by|construed in accordance with)\b[^.]{0,80}\blaws\b/gi, 1, 2.5],
    [
      'boilerplate',
      /\b(?:entire agreement|severability|force majeure|counterparts|successors and assigns|indemnif(?:y|ication)|confidential information)\b/gi,
      0,
      1.2,
    ],
    ['hereto', /\b(?:hereto|hereof|hereunder|thereof)\b/gi, 0, 0.4],
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
    ['forwarded', /(?<!-)-{2,}\s*(?:Original|Forwarded) message|^On [^\n]{5,90} wrote:\s*$/gim, 2, 3],
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
    ['schedule-of', /\bSCHEDULE OF (?:[A-Z]+,? ){0,6}(?:COSTS?|DAMAGES|PAYMENTS|EXPENSES|FEES|ASSETS|COVER)\b/g, 6, 0],
    ['sums', /\$ ?\d/g, 0, 0.4],
    ['amount-column', /(?<![\d,])\d[\d,]*\.\d\d(?=[^\S\n]{2}|[^\S\n]?$)/gm, 1, 1],
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
