/** What lawyers call the papers they file, sign and send: the words by which titles name them. */

const ofAgreement =
  `supply|sponsorship|license|licence|licensing|sublicense|development|co-?development|commercialization|manufacturing|distribution|distributor|
consulting|consultancy|consultant|employment|services?|master|joint venture|co-?branding|agency|agent|franchise|endorsement|hosting|maintenance|outsourcing|
reseller|collaboration|strategic alliance|alliance|transportation|promotion|marketing|affiliate|non-?competition|non-?compete|non-?solicitation|confidentiality|
confidential disclosure|non-?disclosure|mutual|purchase|sale|sales|and sale|stock|share|asset|unit|note|loan|credit|revolving|term|security|pledge|guaranty|guarantee|indemnity|
indemnification|lease|sublease|escrow|trust|settlement|release|separation|severance|operating|limited liability company|limited partnership|partnership|shareholders?|shareholders’|stockholders?|stockholders’|
voting|registration rights|rights|merger|subscription|underwriting|investment|management|administrative|administration|advisory|remarketing|servicing|custody|custodian|
fund accounting|transfer agency|research|exclusive|non-exclusive|amended and restated|restated|amended|first|second|third|fourth|fifth|software|web ?site|content|
intellectual property|trademark|patent|technology|product|equipment|construction|subcontract|retainer|engagement|fee|arbitration|stipulated|plea|cooperation|
joint filing|tolling|standstill|forbearance|intercreditor|subordination|assignment|assumption|contribution|exchange|option|warrant|deferred compensation|change (?:of|in) control|
executive|independent contractor|contractor|staffing|real estate|property|residential|commercial|ground|farm|vehicle|water|power|gas|interconnection|offtake|clinical trial|quality|
transition services|tax sharing|tax matters|data processing|terms of service|end user|subscription services|professional services|participation|production|talent|recording|publishing|
copyright|player|coaching|event|concession|naming rights|linkage|profit sharing|revenue sharing|interactive|e-?commerce|premium managed|premium|managed|building|visp`.replace(
    /\n/g,
    '',
  );
const qualifiers = `(?:(?:${ofAgreement})(?:,| and| &|/)? )*`;

const motionAbout =
  "(?:to (?:partially )?(?:dismiss|compel(?: arbitration| production| discovery)?|remand|strike|transfer(?: venue)?|suppress|quash|stay|vacate|withdraw(?: as counsel)?|amend|intervene|seal|consolidate|take judicial notice|exclude|enforce|reopen|continue|substitute|unseal|sever|lift stay|extend|dissolve)|for (?:partial )?(?:summary judgment|(?:a )?preliminary injunction|(?:a )?new trial|reconsideration|rehearing|default judgment|(?:a )?protective order|sanctions|class certification|judgment on the pleadings|judgment as a matter of law|extension of time|leave to \\w+(?: \\w+)?|(?:a )?temporary restraining order|attorneys?[’']? fees|relief from (?:judgment|stay|the automatic stay)|directed verdict|continuance|post-?conviction relief|appointment of counsel|admission pro hac vice)|in limine)";

/**
 * Patterns in lower case with one space between words; of equal places in a title the first counts. The second part is what it is
 * called where its words stand apart ("responses to plaintiff's interrogatories").
 */
const sources: [pattern: string, value?: string][] = [
  ['notice of (?:electronic filing|docket activity|proposed rulemaking)'],
  ['notice of (?:\\w+ ){0,3}deposition', 'notice of deposition'],
  [`notice of (?:motion and motion|(?:cross-?)?motion)(?: ${motionAbout})?`],
  [
    'notice of (?:appeal|appearance(?: of counsel)?|removal|hearing|filing|voluntary dismissal|dismissal|withdrawal(?: of counsel)?|default|change of address|related cases?|termination|entry of (?:judgment|order)|lien|sale|foreclosure|intent(?: to \\w+)?)',
  ],
  ['appearance of counsel(?: form)?'],
  ['entry of appearance'],
  ['civil cover sheet'],
  ['summons(?: in a civil action)?'],
  [
    '(?:objections|responses|answers)(?: and (?:objections|responses|answers))? to [^.]{0,80}?interrogatories',
    'responses to interrogatories',
  ],
  [
    '(?:objections|responses|answers)(?: and (?:objections|responses|answers))? to [^.]{0,80}?requests? for production',
    'responses to requests for production',
  ],
  [
    '(?:objections|responses|answers)(?: and (?:objections|responses|answers))? to [^.]{0,80}?requests? for admissions?',
    'responses to requests for admission',
  ],
  ['(?:(?:first|second|third|fourth) )?(?:set of )?(?:special |form )?interrogatories'],
  ['requests? for (?:production(?: of documents)?|admissions?)'],
  ['(?:rule 26\\(a\\)\\(1\\) )?initial disclosures|expert disclosures|privilege log'],
  ['subpoena(?: duces tecum| to (?:produce documents|testify at a deposition|appear and testify))?'],
  ['(?:videotaped |video |oral |remote )*deposition(?: transcript)?'],
  ['transcript of (?:\\w+ ){0,3}(?:proceedings|hearing|trial)'],
  ['(?:brief|memorandum(?: of (?:law|points and authorities))?) in (?:support|opposition)'],
  ['memorandum of (?:law|points and authorities)'],
  [
    '(?:opposition|response|reply|objections?)(?: brief| memorandum)? (?:to|in (?:support|opposition))(?=[^.]{0,120}\\bmotion)',
    'opposition to motion',
  ],
  [
    "(?:(?:appellants?|appellees?|petitioners?|respondents?|amicus|amici|opening|answering|reply|supplemental)[’']?s? )*brief",
  ],
  [`(?:(?:joint|unopposed|renewed|emergency|agreed|consent|cross)[ -])*motions? ${motionAbout}`],
  ['(?:(?:joint|unopposed|renewed|emergency|agreed|consent|cross)[ -])*motions?'],
  [
    '(?:(?:first|second|third|fourth|fifth|amended|verified|supplemental|consolidated|class action|third-party|original|corrected|individual and collective action|adversary) )*complaint',
  ],
  [
    '(?:(?:first|second|third|amended|verified|original|voluntary|involuntary) )*petition(?: for (?:writ of (?:certiorari|habeas corpus|mandamus)|review|rehearing|judicial review|divorce|probate))?',
  ],
  ['(?:(?:first|second|amended|verified) )*answer(?: and (?:affirmative defenses|counterclaims?))?'],
  ['(?:counter|cross)-?claims?|third-party complaint|indictment|bill of particulars'],
  ['memorandum (?:order|findings of fact and opinion|opinion and order|opinion|and order|decision and order|decision)'],
  ['findings of fact(?:,)? (?:and|&) (?:conclusions of law|opinion)'],
  ['report and recommendation'],
  ['suggestion of (?:remand(?: and transfer order)?|bankruptcy|death)'],
  [
    'slip opinion|opinion and order|order and opinion|opinion and judgment|order and judgment|judgment and order|decision and order|decision and entry',
  ],
  [
    "(?:(?:final|consent|agreed|stipulated|proposed|amended|default|summary|partial|interlocutory|preliminary|scheduling|protective|pretrial|case management|standing|transfer|conditional|remand|initial|administrative|temporary restraining|show cause|minute|docket control) )*(?:order|judgment|decree|injunction|opinion|decision|ruling)(?: (?:granting|denying|on|to show cause|of dismissal|of remand)\\b(?: (?:defendant|plaintiff)s?[’']?s?)?(?: motions?(?: " +
      motionAbout +
      ')?)?)?',
  ],
  ['stipulation(?: of (?:dismissal|facts|settlement))?'],
  ['verdict(?: form)?|jury instructions'],
  ['(?:affidavit|declaration|certificate|proof)(?: of (?:service|merit|incorporation|formation|mailing))?'],
  [`${qualifiers}agreement(?: and (?:plan of merger|plan of reorganization|mutual release|release|general release))?`],
  [`(?:${ofAgreement})(?: (?:${ofAgreement}))* (?:contract|lease|addendum|amendment|deed)`],
  ['(?:promissory|secured|convertible|demand|term|revolving|senior) note'],
  [
    '(?:(?:first|second|third|fourth|fifth) )?(?:amendment|addendum|supplement)(?: no\\.? \\d+| number \\d+)?(?= (?:to|no))',
  ],
  [
    'memorandum of understanding|letter of intent|statement of work|term sheet|purchase order|bill of sale|power of attorney|last will and testament|(?:general |mutual )?release(?: of (?:all )?claims)?|indenture|guaranty|guarantee|lease|sublease|deed of trust|warranty deed|quitclaim deed|mortgage|bylaws|by-laws|articles of (?:incorporation|organization)|certificate of (?:incorporation|formation)|terms (?:of service|and conditions)|contract',
  ],
  [
    'invoice|credit memo|balance sheets?|(?:consolidated )?statements? of (?:operations|cash flows|income|account|earnings|financial position)|income statement|account statement|bank statement|profit and loss statement|general ledger|receipt|tax return|price list|budget|schedule of (?:\\w+,? ){0,6}?(?:costs?(?: of \\w+)?|damages|payments|expenses|fees|assets|claims)',
  ],
  [
    '(?:laboratory |lab )?test report|expert report|police report|incident report|appraisal report|medical report|audit report|annual report|report of \\w+',
  ],
  ['press release|resolution|minutes of (?:the )?(?:\\w+ ){0,4}meeting|policy|memorandum|bulletin|manual|handbook'],
];

/** A pattern for text as it is printed: any case, any white space, and what it is called if not by its own words. */
export const documentTypes: { pattern: RegExp; value?: string }[] = sources.map(([source, value]) => ({
  pattern: new RegExp(`(?<![\\w-])(?:${source.replace(/ and /g, ' (?:and|&) ').replace(/ /g, '\\s+')})(?![\\w])`, 'i'),
  ...(value === undefined ? {} : { value }),
}));
