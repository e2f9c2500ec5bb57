/** The notice of the deposition of the seller's plant manager. */
import { delaware, mainParties, type TextPaper } from './paper.ts';

export const notice: TextPaper = {
  about: {
    category: 'discovery',
    title: 'PLAINTIFF’S NOTICE OF DEPOSITION OF DANIEL REYES',
    docket: delaware.docket,
    court: delaware.court,
    date: '2024-06-03',
    parties: mainParties,
    counsel: [{ name: 'Miguel A. Sandoval', for: 'plaintiff' }],
  },
  text: `IN THE UNITED STATES DISTRICT COURT
FOR THE DISTRICT OF DELAWARE

HALVORSEN MARINE SYSTEMS, INC.,
               Plaintiff,
     v.                                        C.A. No. 23-1187-RKL
BRIGHTWATER COMPOSITES LLC and
KESTREL HOLDINGS GROUP, LTD.,
               Defendants.

PLAINTIFF’S NOTICE OF DEPOSITION OF DANIEL REYES

PLEASE TAKE NOTICE that, pursuant to Fed. R. Civ. P. 30(b)(1), Plaintiff Halvorsen
Marine Systems, Inc. will take the deposition upon oral examination of Daniel Reyes on
Thursday, July 18, 2024, at 9:30 a.m. (ET), at the offices of Pruitt & Sandoval LLP,
1201 Market Square, Suite 900, Wilmington, Delaware 19801, before a notary public.

The witness shall bring the oven logs for the period 10/01/2022 to 10/28/2022, whether
kept on paper or electronically (see Fed. R. Civ. P. 34(b)(2)(E)), and all e-mail with
Marguerite L. Fontaine on the subject of purchase order HMS-2207.

The parties agree that a witness fee of $40.00 a day under 28 U.S.C. § 1821(b) and
mileage will be paid. Questions about this notice: (302) 555-0142, ext. 12.

Dated: June 3, 2024

                                   PRUITT & SANDOVAL LLP

                                   /s/ Miguel A. Sandoval
                                   Miguel A. Sandoval (No. 5820)
                                   msandoval@pruittsandoval.example
                                   Attorneys for Plaintiff
`,
};
