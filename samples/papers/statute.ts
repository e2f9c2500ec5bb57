/** Sections of the Delaware Uniform Commercial Code that the case turns on; state law, in the public domain. */
import type { TextPaper } from './paper.ts';

export const statute: TextPaper = {
  about: {
    category: 'statute',
    title: 'DELAWARE CODE, TITLE 6, SUBTITLE I, ARTICLE 2. SALES (EXTRACT)',
    docket: null,
    court: null,
    date: null,
    parties: [],
  },
  text: `DELAWARE CODE, TITLE 6, SUBTITLE I, ARTICLE 2. SALES (EXTRACT)

§ 2-601. Buyer’s rights on improper delivery.

Subject to the provisions of this Article on breach in installment contracts (Section
2-612) and unless otherwise agreed under the sections on contractual limitations of
remedy (Sections 2-718 and 2-719), if the goods or the tender of delivery fail in any
respect to conform to the contract, the buyer may:

   (a) reject the whole; or
   (b) accept the whole; or
   (c) accept any commercial unit or units and reject the rest.

6 Del. C. 1953, § 2-601; 55 Del. Laws, c. 349.

§ 2-607. Effect of acceptance; notice of breach; burden of establishing breach after
acceptance.

   (3) Where a tender has been accepted:

   (a) the buyer must within a reasonable time after he discovers or should have
   discovered any breach notify the seller of breach or be barred from any remedy;

   (4) The burden is on the buyer to establish any breach with respect to the goods
   accepted.

6 Del. C. 1953, § 2-607; 55 Del. Laws, c. 349.

§ 2-714. Buyer’s damages for breach in regard to accepted goods.

   (1) Where the buyer has accepted goods and given notification (subsection (3) of
   Section 2-607) he may recover as damages for any non-conformity of tender the loss
   resulting in the ordinary course of events from the seller’s breach as determined in
   any manner which is reasonable.

   (2) The measure of damages for breach of warranty is the difference at the time and
   place of acceptance between the value of the goods accepted and the value they would
   have had if they had been as warranted, unless special circumstances show proximate
   damages of a different amount.

   (3) In a proper case any incidental and consequential damages under the next section
   may also be recovered.

6 Del. C. 1953, § 2-714; 55 Del. Laws, c. 349.

Cf. 28 U.S.C. § 1652 (state laws as rules of decision); N.Y. U.C.C. § 2-607(3)(a).
`,
};
