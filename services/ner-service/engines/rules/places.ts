/** Places: tables of US states, territories, large cities and countries. Facts, not code. */

/** States and the District of Columbia by postal code. */
export const stateByCode: Readonly<Record<string, string>> = {
  AL: 'Alabama',
  AK: 'Alaska',
  AZ: 'Arizona',
  AR: 'Arkansas',
  CA: 'California',
  CO: 'Colorado',
  CT: 'Connecticut',
  DE: 'Delaware',
  DC: 'District of Columbia',
  FL: 'Florida',
  GA: 'Georgia',
  HI: 'Hawaii',
  ID: 'Idaho',
  IL: 'Illinois',
  IN: 'Indiana',
  IA: 'Iowa',
  KS: 'Kansas',
  KY: 'Kentucky',
  LA: 'Louisiana',
  ME: 'Maine',
  MD: 'Maryland',
  MA: 'Massachusetts',
  MI: 'Michigan',
  MN: 'Minnesota',
  MS: 'Mississippi',
  MO: 'Missouri',
  MT: 'Montana',
  NE: 'Nebraska',
  NV: 'Nevada',
  NH: 'New Hampshire',
  NJ: 'New Jersey',
  NM: 'New Mexico',
  NY: 'New York',
  NC: 'North Carolina',
  ND: 'North Dakota',
  OH: 'Ohio',
  OK: 'Oklahoma',
  OR: 'Oregon',
  PA: 'Pennsylvania',
  PR: 'Puerto Rico',
  RI: 'Rhode Island',
  SC: 'South Carolina',
  SD: 'South Dakota',
  TN: 'Tennessee',
  TX: 'Texas',
  UT: 'Utah',
  VT: 'Vermont',
  VA: 'Virginia',
  WA: 'Washington',
  WV: 'West Virginia',
  WI: 'Wisconsin',
  WY: 'Wyoming',
};

/** States as older citations and opinions shorten them; not those that are words: "Me.", "Or.". */
export const stateByAbbreviation: Readonly<Record<string, string>> = {
  'Ala.': 'Alabama',
  'Ariz.': 'Arizona',
  'Ark.': 'Arkansas',
  'Cal.': 'California',
  'Calif.': 'California',
  'Colo.': 'Colorado',
  'Conn.': 'Connecticut',
  'Del.': 'Delaware',
  'Fla.': 'Florida',
  'Ga.': 'Georgia',
  'Ill.': 'Illinois',
  'Ind.': 'Indiana',
  'Kan.': 'Kansas',
  'Ky.': 'Kentucky',
  'La.': 'Louisiana',
  'Md.': 'Maryland',
  'Mass.': 'Massachusetts',
  'Mich.': 'Michigan',
  'Minn.': 'Minnesota',
  'Miss.': 'Mississippi',
  'Mo.': 'Missouri',
  'Mont.': 'Montana',
  'Neb.': 'Nebraska',
  'Nev.': 'Nevada',
  'N.H.': 'New Hampshire',
  'N.J.': 'New Jersey',
  'N.M.': 'New Mexico',
  'N.Y.': 'New York',
  'N.C.': 'North Carolina',
  'N.D.': 'North Dakota',
  'Okla.': 'Oklahoma',
  'Pa.': 'Pennsylvania',
  'R.I.': 'Rhode Island',
  'S.C.': 'South Carolina',
  'S.D.': 'South Dakota',
  'Tenn.': 'Tennessee',
  'Tex.': 'Texas',
  'Vt.': 'Vermont',
  'Va.': 'Virginia',
  'Wash.': 'Washington',
  'W.Va.': 'West Virginia',
  'Wis.': 'Wisconsin',
  'Wyo.': 'Wyoming',
};

export const stateNames: readonly string[] = Object.values(stateByCode);

/** Large or legally frequent cities whose names are not also common words or names of persons. */
export const cities: readonly string[] =
  `Albuquerque|Anaheim|Anchorage|Annapolis|Atlanta|Atlantic City|Baltimore|Baton Rouge|Birmingham|Boise|Boston|Brooklyn|
  Buffalo|Chattanooga|Chicago|Cincinnati|Cleveland|Colorado Springs|Columbus|Dallas|Denver|Des Moines|Detroit|El Paso|
  Fort Lauderdale|Fort Worth|Fresno|Hartford|Honolulu|Houston|Indianapolis|Jacksonville|Jersey City|Kansas City|Knoxville|
  Las Vegas|Little Rock|Long Beach|Los Angeles|Louisville|Manhattan|Memphis|Miami|Milwaukee|Minneapolis|Nashville|
  New Haven|New Orleans|New York City|Newark|Norfolk|Oakland|Oklahoma City|Omaha|Orlando|Palo Alto|Philadelphia|Phoenix|
  Pittsburgh|Providence|Raleigh|Sacramento|Salt Lake City|San Antonio|San Bernardino|San Diego|San Francisco|San Jose|
  Santa Fe|Santa Monica|Savannah|Seattle|Silicon Valley|Spokane|St. Louis|St. Paul|Tallahassee|Tampa|Toledo|Topeka|Tucson|
  Tulsa|Wichita|Wilmington|Amsterdam|Athens|Barcelona|Beijing|Berlin|Brussels|Budapest|Buenos Aires|Cairo|Copenhagen|Delhi|
  Dubai|Dublin|Frankfurt|Geneva|Hamburg|Helsinki|Istanbul|Jakarta|Jerusalem|Johannesburg|Lagos|Lisbon|London|Luxembourg|
  Madrid|Manila|Melbourne|Mexico City|Milan|Montreal|Montréal|Moscow|Mumbai|Munich|Nairobi|Osaka|Oslo|Ottawa|Paris|Prague|
  Rio de Janeiro|Rome|Seoul|Shanghai|Shenzhen|Stockholm|Sydney|Taipei|Tel Aviv|The Hague|Tokyo|Toronto|Vancouver|Vienna|
  Warsaw|Zurich`.split(/\|\s*/);

/** Provinces of Canada and other regions that legal documents name. */
export const regions: readonly string[] =
  `Alberta|British Columbia|Manitoba|New Brunswick|Newfoundland|Nova Scotia|Ontario|Quebec|Québec|Saskatchewan|New South Wales|
  Queensland|Europe|Asia|Africa|North America|South America|Latin America|Central America|Middle East|Southeast Asia|
  Eastern Europe|Western Europe|Caribbean|Bavaria|Catalonia|Scotland|Guam|U.S. Virgin Islands|American Samoa`.split(
    /\|\s*/,
  );

/** Countries whose names are not also names of persons, states or common words. */
export const countries: readonly string[] =
  `Afghanistan|Albania|Algeria|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahamas|Bahrain|Bangladesh|Barbados|Belarus|
  Belgium|Belize|Bermuda|Bolivia|Bosnia|Botswana|Brazil|British Virgin Islands|Bulgaria|Cambodia|Cameroon|Canada|
  Cayman Islands|Chile|China|Colombia|Congo|Costa Rica|Croatia|Cuba|Cyprus|Czech Republic|Denmark|Dominican Republic|Ecuador|
  Egypt|El Salvador|England|Estonia|Ethiopia|Finland|France|Germany|Ghana|Great Britain|Greece|Guatemala|Guernsey|Guyana|
  Haiti|Honduras|Hong Kong|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Jamaica|Japan|Kazakhstan|Kenya|
  Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon|Liberia|Libya|Liechtenstein|Lithuania|Malaysia|Malta|Marshall Islands|Mauritius|
  Mexico|Moldova|Monaco|Mongolia|Montenegro|Morocco|Mozambique|Myanmar|Namibia|Nepal|Netherlands|New Zealand|Nicaragua|
  Nigeria|North Korea|North Macedonia|Northern Ireland|Norway|Oman|Pakistan|Panama|Paraguay|Peru|Philippines|Poland|Portugal|
  Qatar|Romania|Russia|Rwanda|Saudi Arabia|Senegal|Serbia|Singapore|Slovakia|Slovenia|Somalia|South Africa|
  South Korea|Spain|Sri Lanka|Sudan|Sweden|Switzerland|Syria|Taiwan|Tanzania|Thailand|Trinidad|Tunisia|Uganda|Ukraine|
  United Arab Emirates|United Kingdom|Uruguay|Uzbekistan|Venezuela|Vietnam|Wales|Yemen|Zambia|Zimbabwe`.split(/\|\s*/);
