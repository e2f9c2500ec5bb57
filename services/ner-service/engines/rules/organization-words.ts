/** The words that make an organisation of a name, and the federal agencies known by their letters. */

/** Legal forms, lower case, without a final full stop. */
export const legalForms: ReadonlySet<string> = new Set(
  `inc incorporated corp corporation co company ltd limited llc l.l.c llp l.l.p lp l.p pllc p.l.l.c pc p.c pa p.a plc n.a gmbh ag
  s.a n.v b.v s.p.a s.r.l k.k pty a.g kg oy ab a/s sarl lllp s.e`.split(/\s+/),
);

/** Words at the end of the names of organisations. */
export const headWords: ReadonlySet<string> = new Set(
  `bank association ass'n assn foundation institute university college school schools academy church chapel synagogue temple
  mosque hospital clinic center centre commission board bureau agency administration authority council committee union society
  fund partners group holdings enterprises industries pharmaceuticals laboratories technologies brotherhood federation league
  coalition alliance network department ministry conference consortium ventures associates brothers bros
  corps museum library police guard district firm farms airlines airways railroad railway insurance motors studios press
  publishing securities capital trust cooperative caucus service services logistics consulting realty therapeutics biosciences`.split(
    /\s+/,
  ),
);

/** Words that take "of" and a name: "Department of Justice". */
export const ofWords: ReadonlySet<string> = new Set(
  `department ministry bureau office board university college bank church institute commission committee division society
  association academy council federation union league corps secretary commissioner chapel museum chamber diocese archdiocese
  conference council churches friends`.split(/\s+/),
);

/** What makes an organisation of a district or a service: the "Water District", but not the "Northern District". */
export const qualifiers: ReadonlySet<string> = new Set(
  'water school fire irrigation utility utilities hospital park sanitation transit drainage improvement conservation college revenue postal forest marshals secret park weather human social legal financial consulting'.split(
    ' ',
  ),
);

/** Abbreviations of three letters and more that stand within names. */
export const abbreviations: ReadonlySet<string> = new Set([
  ...legalForms,
  ...`bros assn assoc ass'n nat'l int'l natl intl auto elec dist univ dept ins indus mfg mfrs constr corr cty fed gen hosp hous
  props prods pharm pharms sav sec secs serv servs soc sys tech techs tel transp util chem comm cmty educ eng enters fin found
  grp guar inv invs labs mach mem mgmt mkt mortg mun prof'l pub publ'g ry reins sch twp bldg cas cent coll coop`.split(
    /\s+/,
  ),
]);

/** US federal agencies and bodies by acronym; only letters that mean little else in legal documents. */
export const agencies: Readonly<Record<string, string>> = {
  FBI: 'Federal Bureau of Investigation',
  CIA: 'Central Intelligence Agency',
  IRS: 'Internal Revenue Service',
  FDA: 'Food and Drug Administration',
  FAA: 'Federal Aviation Administration',
  EPA: 'Environmental Protection Agency',
  FTC: 'Federal Trade Commission',
  FDIC: 'Federal Deposit Insurance Corporation',
  FERC: 'Federal Energy Regulatory Commission',
  EEOC: 'Equal Employment Opportunity Commission',
  NLRB: 'National Labor Relations Board',
  OSHA: 'Occupational Safety and Health Administration',
  HHS: 'Department of Health and Human Services',
  DHS: 'Department of Homeland Security',
  USDA: 'United States Department of Agriculture',
  DOJ: 'Department of Justice',
  NTSB: 'National Transportation Safety Board',
  USPTO: 'United States Patent and Trademark Office',
  FEMA: 'Federal Emergency Management Agency',
  NASA: 'National Aeronautics and Space Administration',
  CFPB: 'Consumer Financial Protection Bureau',
  FINRA: 'Financial Industry Regulatory Authority',
};
