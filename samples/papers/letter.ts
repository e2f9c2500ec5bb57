/** The letter by which the buyer rejects the panels. */
import type { TextPaper } from './paper.ts';

export const letter: TextPaper = {
  about: {
    category: 'correspondence',
    title: 'Notice of Rejection and of Breach',
    docket: null,
    court: null,
    date: '2023-01-09',
    parties: [],
  },
  text: `HALVORSEN MARINE SYSTEMS, INC.
410 Commercial Street
Portland, Maine 04101

January 9, 2023

VIA FEDEX AND E-MAIL (legal@brightwatercomposites.example)

Marguerite L. Fontaine
President
Brightwater Composites LLC
1800 Terminal Avenue
Wilmington, Delaware 19801

Re:  Notice of Rejection and of Breach
     Composite Panel Supply Agreement dated as of March 1, 2021 (the “Agreement”)
     Purchase Order HMS-2207

Dear Ms. Fontaine:

Halvorsen Marine Systems, Inc. (“Halvorsen”) hereby rejects all 312 bulkhead panels
delivered on October 28, 2022. As you know from the report of Pacific Laminate Testing
Corp. dated November 18, 2022, none of the nine samples tested had been post-cured, and
all of them show voids “well beyond the limits of the drawing.” The panels don’t conform
to the Agreement, and Halvorsen rejects the whole under 6 Del. C. § 2-601.

This letter is also notice of breach under 6 Del. C. § 2-607(3)(a) and under
Section 5.4 of the Agreement. Unless Brightwater Composites LLC replaces the panels
within thirty (30) days — that is, by February 8, 2023 — Halvorsen will

  •  recover the deposit of $962,520.00 and the balance paid;
  •  claim liquidated damages of $98,000 for twenty-eight (28) days of delay; and
  •  buy replacement panels for Brightwater’s account, at an estimated €5,700,000.

Please hold all documents, including oven logs, e-mails and the files of your plant
manager, Daniel Reyes. Call me at (207) 555-0117 if there is anything to discuss.

Very truly yours,

/s/ Thomas R. Okafor

Thomas R. Okafor
Vice President of Supply Chain

cc:  Kestrel Holdings Group, Ltd. (as Guarantor)
     Eleanor W. Pruitt, Esq.
`,
};
