/** US case reporters: how they are cited, and how lawyers space them. */

/** Federal, specialised, regional and state reporters in the form of the citation manuals. */
export const reporters: readonly string[] = [
  // Supreme Court, its early reporters included.
  ...[
    'U.S.',
    'S. Ct.',
    'L. Ed.',
    'L. Ed. 2d',
    'U.S.L.W.',
    'Dall.',
    'Cranch',
    'Wheat.',
    'Pet.',
    'How.',
    'Black',
    'Wall.',
  ],
  // Lower federal courts.
  ...['F.', 'F.2d', 'F.3d', 'F.4th', "F. App'x", 'Fed. Appx.', 'F. Supp.', 'F. Supp. 2d', 'F. Supp. 3d', 'F.R.D.'],
  ...['B.R.', 'Fed. Cl.', 'Cl. Ct.', 'Ct. Cl.', 'T.C.', 'B.T.A.', 'T.C.M.', 'Vet. App.', 'M.J.', 'C.M.A.', 'C.I.T.'],
  ...['F. Cas.', "Ct. Int'l Trade", 'C.C.P.A.', 'Emp. Ct. App.', 'App. D.C.', 'U.S. App. D.C.', 'I. & N. Dec.'],
  // Regional.
  ...['A.', 'A.2d', 'A.3d', 'N.E.', 'N.E.2d', 'N.E.3d', 'N.W.', 'N.W.2d', 'N.W.3d', 'P.', 'P.2d', 'P.3d'],
  ...['S.E.', 'S.E.2d', 'S.W.', 'S.W.2d', 'S.W.3d', 'So.', 'So. 2d', 'So. 3d'],
  // States.
  ...['Cal.', 'Cal. 2d', 'Cal. 3d', 'Cal. 4th', 'Cal. 5th', 'Cal. Rptr.', 'Cal. Rptr. 2d', 'Cal. Rptr. 3d'],
  ...['Cal. App.', 'Cal. App. 2d', 'Cal. App. 3d', 'Cal. App. 4th', 'Cal. App. 5th'],
  ...[
    'N.Y.',
    'N.Y.2d',
    'N.Y.3d',
    'N.Y.S.',
    'N.Y.S.2d',
    'N.Y.S.3d',
    'A.D.',
    'A.D.2d',
    'A.D.3d',
    'Misc.',
    'Misc. 2d',
    'Misc. 3d',
  ],
  ...[
    'Ill.',
    'Ill. 2d',
    'Ill. App.',
    'Ill. App. 2d',
    'Ill. App. 3d',
    'Ill. Dec.',
    'Ohio St.',
    'Ohio St. 2d',
    'Ohio St. 3d',
  ],
  ...[
    'Ohio App.',
    'Ohio App. 2d',
    'Ohio App. 3d',
    'Mass.',
    'Mass. App. Ct.',
    'Pa.',
    'Pa. Super.',
    'Pa. Commw.',
    'N.J.',
  ],
  ...[
    'N.J. Super.',
    'N.J.L.',
    'N.J. Eq.',
    'Mich.',
    'Mich. App.',
    'Wis.',
    'Wis. 2d',
    'Wash.',
    'Wash. 2d',
    'Wn.2d',
    'Wash. App.',
  ],
  ...[
    'Wn. App.',
    'Wash. App. 2d',
    'Va.',
    'Va. App.',
    'W. Va.',
    'N.C.',
    'N.C. App.',
    'S.C.',
    'Ga.',
    'Ga. App.',
    'Fla.',
    'Ala.',
  ],
  ...[
    'Ala. App.',
    'Miss.',
    'La.',
    'La. Ann.',
    'Tex.',
    'Tex. Crim.',
    'Tex. Civ. App.',
    'Okla.',
    'Okla. Crim.',
    'Ark.',
    'Ark. App.',
  ],
  ...[
    'Mo.',
    'Mo. App.',
    'Kan.',
    'Kan. App. 2d',
    'Neb.',
    'Neb. App.',
    'Iowa',
    'Minn.',
    'N.D.',
    'S.D.',
    'Mont.',
    'Idaho',
    'Wyo.',
  ],
  ...[
    'Colo.',
    'Colo. App.',
    'Utah',
    'Utah 2d',
    'Nev.',
    'Ariz.',
    'Ariz. App.',
    'N.M.',
    'Or.',
    'Or. App.',
    'Haw.',
    "Hawai'i",
    'Alaska',
  ],
  ...[
    'Conn.',
    'Conn. App.',
    'Conn. Supp.',
    'R.I.',
    'Vt.',
    'N.H.',
    'Me.',
    'Md.',
    'Md. App.',
    'Del.',
    'Del. Ch.',
    'Ind.',
    'Ind. App.',
  ],
  ...[
    'Ky.',
    'Tenn.',
    'Tenn. App.',
    'P.R.',
    'D.P.R.',
    'Guam',
    'Tex. App.',
    'Cal. App. Supp.',
    'Cal. Unrep.',
    'Pa. D. & C.',
  ],
  ...[
    'Pa. D. & C.2d',
    'Pa. D. & C.3d',
    'Pa. D. & C.4th',
    'Mass. App. Div.',
    'Va. Cir.',
    'A.L.R.',
    'A.L.R.2d',
    'A.L.R.3d',
  ],
  ...[
    'A.L.R.4th',
    'A.L.R.5th',
    'A.L.R. Fed.',
    'Fed. R. Serv. 2d',
    'Fed. R. Serv. 3d',
    'U.S.P.Q.',
    'U.S.P.Q.2d',
    'N.L.R.B.',
  ],
  ...[
    'F.C.C.',
    'F.T.C.',
    'S.E.C.',
    'I.C.C.',
    'U.C.C. Rep. Serv.',
    'U.C.C. Rep. Serv. 2d',
    'Bankr. L. Rep.',
    'Cust. Ct.',
  ],
];

const spaceless = (reporter: string): string => reporter.replace(/\s+/g, '').replace(/’/g, "'");
const bySpaceless = new Map(reporters.map(reporter => [spaceless(reporter), reporter]));

/** The reporter as the manuals print it, from any spacing ("U. S.", "F.Supp.2d"); undefined if it is none of ours. */
export const canonicalReporter = (written: string): string | undefined => bySpaceless.get(spaceless(written));

/**
 * Source of a regular expression for all reporters, longest first; white space (line breaks too) may stand wherever a
 * full stop or a space is, and the apostrophe may be a curly one.
 */
export const reporterPattern: string = [...reporters]
  .sort((a, b) => b.length - a.length)
  .map(reporter =>
    reporter
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/\\\.(?=\S)/g, '\\.\\s?')
      .replace(/ /g, '\\s{0,2}')
      .replace(/'/g, "['’]"),
  )
  .join('|');
