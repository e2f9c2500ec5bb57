/** US case reporters: how they are cited, and how lawyers space them. */

const lists = [
  // Supreme Court, the reporters named after their editors included.
  'U.S.|S. Ct.|L. Ed.|L. Ed. 2d|U.S.L.W.|Dall.|Cranch|Wheat.|Pet.|How.|Black|Wall.',
  // Lower federal courts.
  "F.|F.2d|F.3d|F.4th|F. App'x|F. Supp.|F. Supp. 2d|F. Supp. 3d|F.R.D.|F. Cas.|B.R.|Fed. Cl.|Cl. Ct.|Ct. Cl.|T.C.|B.T.A.",
  "T.C.M.|Vet. App.|M.J.|C.M.R.|C.M.A.|U.S.C.M.A.|C.I.T.|Ct. Int'l Trade|C.C.P.A.|Ct. Cust.|Cust. Ct.|Emer. Ct. App.|App. D.C.",
  'U.S. App. D.C.|D.C.',
  // Federal agencies and the looseleaf services.
  'I. & N. Dec.|N.L.R.B.|F.C.C.|F.C.C.2d|F.C.C. Rcd.|F.T.C.|S.E.C.|I.C.C.|I.C.C.2d|S.T.B.|F.P.C.|C.A.B.|N.R.C.|M.S.P.R.|F.L.R.A.',
  "I.B.L.A.|Op. Att'y Gen.|Op. O.L.C.|Comp. Gen.|Fed. R. Serv.|Fed. R. Serv. 2d|Fed. R. Serv. 3d|Fed. R. Evid. Serv.",
  'Bankr. L. Rep.|Collier Bankr. Cas.|Collier Bankr. Cas. 2d|Bankr. Ct. Dec.|A.F.T.R.|A.F.T.R.2d|U.S. Tax Cas.|Empl. Prac. Dec.',
  'Fair Empl. Prac. Cas.|Lab. Cas.|L.R.R.M.|O.S.H. Cas.|Trade Cas.|Media L. Rep.|U.S.P.Q.|U.S.P.Q.2d|U.C.C. Rep. Serv.',
  'U.C.C. Rep. Serv. 2d|A.L.R.|A.L.R.2d|A.L.R.3d|A.L.R.4th|A.L.R.5th|A.L.R.6th|A.L.R.7th|A.L.R. Fed.|A.L.R. Fed. 2d|A.L.R. Fed. 3d',
  // Regional.
  'A.|A.2d|A.3d|N.E.|N.E.2d|N.E.3d|N.W.|N.W.2d|N.W.3d|P.|P.2d|P.3d|S.E.|S.E.2d|S.E.3d|S.W.|S.W.2d|S.W.3d|So.|So. 2d|So. 3d',
  // States, by name; the trial and intermediate courts with their own series.
  'Ala.|Ala. App.|Alaska|Ariz.|Ariz. App.|Ark.|Ark. App.|Cal.|Cal. 2d|Cal. 3d|Cal. 4th|Cal. 5th|Cal. Rptr.|Cal. Rptr. 2d',
  'Cal. Rptr. 3d|Cal. App.|Cal. App. 2d|Cal. App. 3d|Cal. App. 4th|Cal. App. 5th|Cal. App. Supp.|Cal. App. 2d Supp.',
  'Cal. App. 3d Supp.|Cal. App. 4th Supp.|Cal. App. 5th Supp.|Cal. Unrep.|Colo.|Colo. App.|Conn.|Conn. App.|Conn. Supp.',
  "Conn. Cir. Ct.|Conn. L. Rptr.|Del.|Del. Ch.|Del. Cas.|Fla.|Fla. Supp.|Fla. Supp. 2d|Fla. L. Weekly|Ga.|Ga. App.|Haw.|Hawai'i",
  'Haw. App.|Idaho|Ill.|Ill. 2d|Ill. App.|Ill. App. 2d|Ill. App. 3d|Ill. Dec.|Ill. Ct. Cl.|Ind.|Ind. App.|Ind. Dec.|Blackf.|Iowa',
  'Kan.|Kan. App.|Kan. App. 2d|Ky.|Ky. L. Rptr.|La.|La. Ann.|La. App.|Me.|Md.|Md. App.|Mass.|Mass. App. Ct.|Mass. App. Div.',
  'Mass. Supp.|Mass. L. Rptr.|Pick.|Cush.|Mich.|Mich. App.|Minn.|Miss.|Mo.|Mo. App.|Mont.|Neb.|Neb. App.|Nev.|N.H.|N.J.',
  'N.J. Super.|N.J.L.|N.J. Eq.|N.J. Tax|N.J. Misc.|N.M.|N.Y.|N.Y.2d|N.Y.3d|N.Y.S.|N.Y.S.2d|N.Y.S.3d|A.D.|A.D.2d|A.D.3d|Misc.',
  'Misc. 2d|Misc. 3d|Barb.|Johns.|Wend.|N.C.|N.C. App.|N.D.|Ohio St.|Ohio St. 2d|Ohio St. 3d|Ohio App.|Ohio App. 2d|Ohio App. 3d',
  'Ohio Misc.|Ohio Misc. 2d|Ohio Op.|Ohio Op. 2d|Ohio Op. 3d|Okla.|Okla. Crim.|Or.|Or. App.|Or. Tax|Pa.|Pa. Super.|Pa. Commw.',
  'Pa. D. & C.|Pa. D. & C.2d|Pa. D. & C.3d|Pa. D. & C.4th|Pa. D. & C.5th|R.I.|S.C.|S.C. Eq.|S.D.|Tenn.|Tenn. App.',
  'Tenn. Crim. App.|Tex.|Tex. Crim.|Tex. Civ. App.|Tex. App.|Tex. Sup. Ct. J.|Utah|Utah 2d|Vt.|Va.|Va. App.|Va. Cir.|Gratt.',
  'Wash.|Wash. 2d|Wash. App.|Wash. App. 2d|W. Va.|Wis.|Wis. 2d|Wyo.',
  // Territories.
  'P.R.|D.P.R.|T.S.P.R.|V.I.|Guam|N. Mar. I.|Am. Samoa|Am. Samoa 2d|Navajo Rptr.',
];

/** Federal, specialised, regional and state reporters in the form of the citation manuals. */
export const reporters: readonly string[] = lists.flatMap(list => list.split('|'));

/** Other ways to write a reporter, New York's official style among them, by the form of the manuals. */
const variants: Readonly<Record<string, string>> = {
  'Fed. Appx.': "F. App'x",
  'F. Appx.': "F. App'x",
  'Fed. 2d': 'F.2d',
  'Fed. Supp.': 'F. Supp.',
  'Fed. Rep.': 'F.',
  'Fed.': 'F.',
  'Sup. Ct.': 'S. Ct.',
  'L. E. 2d': 'L. Ed. 2d',
  'Atl.': 'A.',
  'Atl. 2d': 'A.2d',
  'Pac.': 'P.',
  'Pac. 2d': 'P.2d',
  'South.': 'So.',
  'Wn.2d': 'Wash. 2d',
  'Wn. App.': 'Wash. App.',
  'Wn. App. 2d': 'Wash. App. 2d',
  'Cal. Reptr.': 'Cal. Rptr.',
  'Mass. App.': 'Mass. App. Ct.',
  'Neb. Ct. App.': 'Neb. App.',
  'Va. Ct. App.': 'Va. App.',
  'Pa. Cmwlth.': 'Pa. Commw.',
  'Pa. Commonwealth Ct.': 'Pa. Commw.',
  'Pa. Superior Ct.': 'Pa. Super.',
  'Tex. Cr. R.': 'Tex. Crim.',
  'Okl.': 'Okla.',
  'Okl. Cr.': 'Okla. Crim.',
  'I&N Dec.': 'I. & N. Dec.',
  'App. Div.': 'A.D.',
  'App. Div. 2d': 'A.D.2d',
  'App. Div. 3d': 'A.D.3d',
  NY2d: 'N.Y.2d',
  NY3d: 'N.Y.3d',
  AD2d: 'A.D.2d',
  AD3d: 'A.D.3d',
  'Misc 2d': 'Misc. 2d',
  'Misc 3d': 'Misc. 3d',
  NYS2d: 'N.Y.S.2d',
  NYS3d: 'N.Y.S.3d',
  BR: 'B.R.',
  FRD: 'F.R.D.',
};

/** Reporters that are also words: a number to either side is not enough to go by. */
const alsoWords = new Set(
  'Alaska|Black|Cranch|Guam|Idaho|Iowa|Utah|Am. Samoa|D.C.|S.E.C.|F.C.C.|F.T.C.|N.R.C.|Comp. Gen.|Misc.|Pet.|How.|Wall.|Or.|Me.|Del.|La.|Miss.|Mass.|Wash.|Pa.|Va.'.split(
    '|',
  ),
);

const spaceless = (reporter: string): string => reporter.replace(/\s+/g, '').replace(/’/g, "'");
const bySpaceless = new Map([
  ...Object.entries(variants).map(([written, reporter]): [string, string] => [spaceless(written), reporter]),
  ...reporters.map((reporter): [string, string] => [spaceless(reporter), reporter]),
]);

/** The reporter as the manuals print it, from any spacing ("U. S.", "F.Supp.2d"); undefined if it is none of ours. */
export const canonicalReporter = (written: string): string | undefined => bySpaceless.get(spaceless(written));

/** True for a reporter that needs a year in parentheses beside it: "5 Black 10" counts something, "12 A. 5" may be anything. */
export const isDoubtful = (written: string): boolean => written.length <= 2 || alsoWords.has(written);

/**
 * Source of a regular expression for all reporters, longest first; white space (line breaks too) may stand wherever a
 * full stop or a space is, and the apostrophe may be a curly one.
 */
export const reporterPattern: string = [...reporters, ...Object.keys(variants)]
  .sort((a, b) => b.length - a.length)
  .map(reporter =>
    reporter
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/\\\.(?=\S)/g, '\\.(?:\\s?|\\n[^\\S\\n]{0,24})')
      .replace(/ /g, '(?:\\s{0,2}|\\n[^\\S\\n]{0,24})')
      .replace(/'/g, "['’]"),
  )
  .join('|');
