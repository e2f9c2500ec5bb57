/** The words that make an organisation of a name, and the federal agencies known by their letters. */

/** Legal forms, lower case, without a final full stop. */
export const legalForms: ReadonlySet<string> = new Set(
  `inc incorporated corp corporation co company ltd limited llc l.l.c llp l.l.p lp l.p pllc p.l.l.c pc p.c pa p.a plc n.a gmbh ag
  s.a n.v b.v s.p.a s.r.l k.k pty a.g kg oy ab a/s sarl lllp s.e sa nv bv spa srl sas aps ehf ohg kgaa ug c.v s.c
  f.s.b fsb na bhd sdn ltda se oyj asa s.l s.l.u p.l.c s.à.r.l s.a.r.l pvt pte nyrt zrt a.s d.o.o usa`.split(/\s+/),
);

/** Words at the end of the names of organisations. */
export const headWords: ReadonlySet<string> = new Set(
  `bank association ass'n assn foundation institute university college school schools academy church chapel synagogue temple
  mosque hospital clinic center centre commission board bureau agency administration authority council committee union society
  fund partners group holdings enterprises industries pharmaceuticals laboratories technologies brotherhood federation league
  coalition alliance network department ministry conference consortium ventures associates brothers bros
  corps museum library police guard district firm farms airlines airways railroad railway insurance motors studios press
  publishing securities capital trust cooperative caucus service services system logistics consulting realty therapeutics biosciences`.split(
    /\s+/,
  ),
);

/** Words that take "of" and a name: "Department of Justice". */
export const ofWords: ReadonlySet<string> = new Set(
  `department ministry bureau office board university college bank church institute commission committee division society
  association academy council federation union league corps secretary commissioner chapel museum chamber diocese archdiocese
  conference council churches friends brotherhood sisterhood alliance coalition foundation bar order knights daughters
  archives library`.split(/\s+/),
);

/** Words that take "for" and an aim: "Institute for Justice". */
export const forWords: ReadonlySet<string> = new Set(
  'center centre committee institute alliance coalition foundation federation union council campaign society association academy americans citizens lawyers physicians'.split(
    ' ',
  ),
);

/** First words of a pair that an "and" joins within a name: "Savings and Loan", "Fire and Casualty". */
export const pairs: ReadonlySet<string> = new Set(
  `savings trust fire life health research food science arts oil property marine home standards power light parks fish title
  accident casualty safety customs immigration drug planning zoning wildlife atmospheric labor housing training`.split(
    /\s+/,
  ),
);

/** What makes an organisation of a district or a service: the "Water District", but not the "Northern District". */
export const qualifiers: ReadonlySet<string> = new Set(
  'water school fire irrigation utility utilities hospital park sanitation transit drainage improvement conservation college revenue postal forest marshals secret park weather human social health healthcare hospital retirement pension library university legal financial consulting'.split(
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

/** Words that open a sentence, point at a name or say what its bearer is, and are not of the name. */
export const leadIns: ReadonlySet<string> = new Set(
  `the a an this that these those any each every such said its their our his her by between among against from with under
  plaintiff plaintiffs defendant defendants petitioner petitioners respondent respondents appellant appellants appellee
  appellees claimant co-defendant judge justice mr ms mrs dr before after in on at for to see and or but when while if as
  source attention attn re both either whereas although since because counsel attorney attorneys also until via president ceo
  cfo title name date dated no section article schedule exhibit panel movant movants debtor debtors intervenor relator amicus
  garnishee employer employee landlord tenant lender borrower buyer seller purchaser guarantor insurer insured third-party
  cross-defendant cross-claimant counterclaimant jr sr esq ii iii unless however moreover furthermore therefore thus
  accordingly additionally further likewise similarly conversely instead nevertheless pursuant per upon within without during
  once where whether who which what here there then now only neither nor except according following despite like unlike
  including dear of through over about into onto because`.split(/\s+/),
);

/** Offices that stand before the name of whom they serve: "President of Acme Corp.". */
export const offices: ReadonlySet<string> = new Set(
  `president vice-president director officer manager secretary treasurer chairman chairwoman chairperson ceo cfo coo cto partner
  principal owner founder counsel attorney trustee representative agent executive supervisor controller`.split(/\s+/),
);

/** Offices that are bodies of the state too: "Secretary of State". */
export const officers: ReadonlySet<string> = new Set(['secretary', 'commissioner']);

/** What a committee or an office is "of the", without naming it. */
export const unnamed: ReadonlySet<string> = new Set(
  'board association company corporation bank trust fund partnership directors court agency commission district parties trustees members managers plan'.split(
    ' ',
  ),
);

/** Words no name is made of alone. */
export const generic: ReadonlySet<string> = new Set(
  `working share paid-in initial additional total debt equity net limited liability investment estate decedent's decedent or holding parent private public insurance operating successor surviving third other first second new any
  appeals claims membership governmental regulatory administrative non-profit nonprofit professional trading publicly listed
  target acquiring foreign domestic such certain each title general its i ii iii systems`.split(/\s+/),
);

/** Words that legal prose uses for other things, and that names of organisations are made of. */
export const placeLike: ReadonlySet<string> = new Set(
  `united federal national american international northern southern eastern western central state medical internal global river
  water health`.split(/\s+/),
);

/** Organisations whose names are those of people. */
export const wellKnown: readonly string[] =
  `Morgan Stanley|Wells Fargo|Goldman Sachs|Merrill Lynch|Charles Schwab|Lehman Brothers|Bear Stearns|JPMorgan Chase|Fannie Mae|
  Freddie Mac|Sallie Mae|Ginnie Mae|Arthur Andersen|Ernst & Young|Grant Thornton|Booz Allen|Jones Day|Baker McKenzie|Sidley Austin|
  Quinn Emanuel|Perkins Coie|Greenberg Traurig|Cozen O['’]Connor|Philip Morris|Eli Lilly|Johns Hopkins|Kaiser Permanente|
  General Motors|General Electric|General Mills|Microsoft|Google|Facebook|Instagram|YouTube|Twitter|LinkedIn|Amazon\\.com|IBM|Intel|
  Cisco|Netflix|Uber|Airbnb|PayPal|eBay|Pfizer|Novartis|AstraZeneca|GlaxoSmithKline|Sanofi|Monsanto|DuPont|Boeing|Airbus|
  Lockheed Martin|Northrop Grumman|Raytheon|ExxonMobil|Exxon Mobil|Exxon|Chevron|ConocoPhillips|Halliburton|Walmart|Wal-Mart|Costco|
  Walgreens|FedEx|AT&T|Verizon|Comcast|T-Mobile|Samsung|Sony|Toyota|Nissan|Volkswagen|BMW|Siemens|Nestlé|Unilever|PepsiCo|Coca-Cola|
  Starbucks|McDonald['’]s|Citigroup|Citibank|JPMorgan|HSBC|Barclays|UBS|Credit Suisse|BNP Paribas|MetLife|Aetna|Cigna|Humana|
  UnitedHealth|Allstate|GEICO|State Farm|Deloitte|KPMG|PricewaterhouseCoopers|Accenture|McKinsey|NASDAQ|Nasdaq|NYSE|
  New York Stock Exchange|Enron|WorldCom|United Nations|European Union|European Commission|European Parliament|NATO|
  World Health Organization|World Trade Organization|International Monetary Fund|Red Cross|Reuters|Associated Press|
  New York Times|Washington Post|Wall Street Journal|CNN|ACLU|AFL-CIO|NAACP|Teamsters|Federal Reserve|Greenpeace|Hewlett-Packard|Ralph Lauren|Calvin Klein|John Deere|Best Buy|Dow Jones|Johnson & Johnson|Procter & Gamble`.split(
    /\|\s*/,
  );

/** Bodies whose names an "and" or an office would break up, and that no acronym below stands for. */
export const bodies: readonly string[] =
  `Office of the Attorney General|Attorney General['’]s Office|Office of the United States Attorney|United States Attorney['’]s Office|
  U\\.S\\. Attorney['’]s Office|District Attorney['’]s Office|Office of the District Attorney|Office of the Public Defender|
  Office of the United States Trustee|Office of Management and Budget|Office of Personnel Management|Office of Thrift Supervision|
  Office of the Comptroller of the Currency|Centers for Disease Control and Prevention|Centers for Medicare and Medicaid Services|
  Centers for Medicare & Medicaid Services|Immigration and Customs Enforcement|Customs and Border Protection|
  Bureau of Alcohol, Tobacco, Firearms and Explosives|National Institutes of Health|National Science Foundation|
  Federal Reserve Board|Board of Governors of the Federal Reserve System|Library of Congress|Government Accountability Office|
  Pension Benefit Guaranty Corporation|Social Security Administration|Small Business Administration|Army Corps of Engineers|
  Federal Bureau of Prisons|Bureau of Land Management|Board of Immigration Appeals|Patent Trial and Appeal Board|
  Executive Office for Immigration Review|Executive Office for United States Trustees|Office for Civil Rights|
  Administrative Office of the United States Courts|House of Representatives|United Steelworkers|United Auto Workers`.split(
    /\|\s*/,
  );

/** US federal agencies and bodies by acronym; only letters that mean little else in legal documents. */
export const agencies: Readonly<Record<string, string>> = {
  SEC: 'Securities and Exchange Commission',
  DEA: 'Drug Enforcement Administration',
  NHTSA: 'National Highway Traffic Safety Administration',
  CFTC: 'Commodity Futures Trading Commission',
  USCIS: 'United States Citizenship and Immigration Services',
  USPS: 'United States Postal Service',
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
  NOAA: 'National Oceanic and Atmospheric Administration',
  HUD: 'Department of Housing and Urban Development',
  FCC: 'Federal Communications Commission',
  NIST: 'National Institute of Standards and Technology',
  FHFA: 'Federal Housing Finance Agency',
  FMCSA: 'Federal Motor Carrier Safety Administration',
  NASA: 'National Aeronautics and Space Administration',
  CFPB: 'Consumer Financial Protection Bureau',
  FINRA: 'Financial Industry Regulatory Authority',
};
