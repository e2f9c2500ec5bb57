import { expect } from 'chai';
import type { Category } from '../../../../shared/domain/category.ts';
import type { Passage } from '../engine.ts';
import { categorise } from './category.ts';
import { litigationCues } from './cues-of-litigation.ts';
import { paperCues } from './cues-of-papers.ts';

const signal = new AbortController().signal;
const passage = (text: string, mediaType = 'text/plain'): Passage => ({
  mediaType,
  text,
  charStart: 0,
  chunks: [],
  mentions: [],
});

const examples: Record<Exclude<Category, 'other'>, string> = {
  pleading: `IN THE DISTRICT COURT OF HARLAN COUNTY
    ELLEN WARD, Plaintiff, v. NORTH PIER LLC, Defendant.
    COMPLAINT FOR BREACH OF CONTRACT
    JURISDICTION AND VENUE\n1. Venue is proper.\nCOUNT I\n2. Upon information and belief, the contract was signed.
    WHEREFORE, Plaintiff asks for judgment.`,
  motion: `DEFENDANT'S MOTION TO DISMISS THE COMPLAINT
    Defendant hereby moves this Court for an order dismissing the complaint. Defendant entered into an agreement.
    Defendant respectfully requests that this Court grant the motion.`,
  order: `MEMORANDUM OPINION AND ORDER
    Before the Court is Defendant's MOTION TO DISMISS the COMPLAINT. The court finds the motion well taken.
    It is hereby ORDERED that the motion is granted. SO ORDERED.`,
  contract: `SUPPLY AGREEMENT\nThis Agreement is made and entered into as of May 1, 2020 by and between A Corp. and B LLC.
    WHEREAS, A makes goods; NOW, THEREFORE, the parties agree as follows:
    This Agreement shall be governed by the laws of Ohio. A change requires an ORDER of a court.
    IN WITNESS WHEREOF, the parties have signed.`,
  deposition: `DEPOSITION OF JANE ROE\nJANE ROE, having been first duly sworn, testified as follows:
 EXAMINATION\nBY MR. HALE:\nQ. State your name.\nA. Jane Roe.\nQ. Did you sign the contract?\nA. Yes.\nQ. When?\nA. In May.`,
  discovery: `PLAINTIFF'S FIRST SET OF INTERROGATORIES TO DEFENDANT
    INTERROGATORY NO. 1: State all facts.\nINTERROGATORY NO. 2: Identify the contract.\nAnswer fully.`,
  correspondence: `May 4, 2021\nVia Certified Mail\nRe: Your invoice\n\nDear Ms. Ward:\n\nWe dispute the agreement.\n\nSincerely,\nTom Hale\ncc: File`,
  email: `From: Ann <a@example.org>\nTo: Bob <b@example.org>\nSubject: contract\nDate: Mon, 1 Mar 2021\n\nSee the agreement.\n\nOn Sunday, Bob wrote:\n> ok`,
  statute: `TITLE 7—WATER\nCHAPTER 2—RIGHTS\n§ 201. Definitions\nThe term "water" means any water.\n§ 202. Permits\nA permit shall be had.\nEditorial Notes\n`,
  financial: `INVOICE\nInvoice No. 4471\nBill To: North Pier LLC\nConsulting 1,200.00\nTravel 300.00\nTotal: $1,500.00\nAmount due: $1,500.00`,
  exhibit: `AFFIDAVIT OF JANE ROE\nJane Roe, being duly sworn, deposes and says:\n1. I saw it.\nI declare under penalty of perjury that this is true.`,
};

describe('category', () => {
  for (const [category, text] of Object.entries(examples)) {
    it(`knows a ${category} by its evidence`, async () => {
      const answer = await categorise(passage(text), signal);
      expect(answer.category).to.equal(category);
      expect(answer.claims).to.have.length(1);
    });
  }

  it('quotes the strongest cue at its exact place, counted from the start of the document', async () => {
    const text = examples.contract;
    const { claims } = await categorise({ ...passage(text), charStart: 100 }, signal);
    const [claim] = claims;
    const start = (claim?.charStart ?? 0) - 100;
    expect(text.slice(start, start + (claim?.quote.length ?? 0))).to.equal(claim?.quote);
    expect(claim?.quote).to.equal('SUPPLY AGREEMENT');
  });

  it('keeps the evidence as spans and scores, without words of the document', async () => {
    const { claims } = await categorise(passage(examples.deposition), signal);
    const evidence = claims[0]?.properties.evidence as Record<string, unknown>[];
    expect(evidence.find(({ cue }) => cue === 'question')).to.include({ category: 'deposition', count: 3 });
    for (const item of evidence)
      expect(Object.keys(item)).to.have.members(['cue', 'category', 'count', 'score', 'spans']);
  });

  it('does not let one word repeated outweigh varied evidence', async () => {
    const text = `${examples.motion}\n${'The COMPLAINT alleges much. '.repeat(300)}`;
    expect((await categorise(passage(text), signal)).category).to.equal('motion');
  });

  it('takes a motion about discovery for a motion, and an order on a motion for an order', async () => {
    const compel =
      'NOTICE OF MOTION AND MOTION\nTO COMPEL COMPLIANCE WITH SUBPOENA\nPlaintiff moves this Court under Rule 45. REQUEST NO. 1 was ignored.';
    expect((await categorise(passage(compel), signal)).category).to.equal('motion');
    const granted = 'ORDER GRANTING DEFENDANT’S MOTION TO DISMISS\nIt is hereby ORDERED that the motion is granted.';
    expect((await categorise(passage(granted), signal)).category).to.equal('order');
  });

  it('looks at the whole text: a cover page does not decide', async () => {
    const text = `EXHIBIT A\n\n${'x '.repeat(2_000)}\n${examples.deposition.repeat(3)}`;
    expect((await categorise(passage(text), signal)).category).to.equal('deposition');
  });

  it('takes the word of the parser for a mail, whose text may say nothing', async () => {
    const { category, claims } = await categorise(passage('ok, thanks', 'message/rfc822'), signal);
    expect(category).to.equal('email');
    expect(claims).to.deep.equal([]);
  });

  it('takes a recording or a picture for evidence, unless its words say what it is', async () => {
    expect((await categorise(passage('well, I saw the boat', 'audio/wav'), signal)).category).to.equal('exhibit');
    expect((await categorise(passage('a boat', 'image/png'), signal)).category).to.equal('exhibit');
    expect((await categorise(passage(examples.deposition, 'audio/wav'), signal)).category).to.equal('deposition');
    expect((await categorise(passage(examples.financial, 'image/jpeg'), signal)).category).to.equal('financial');
    expect((await categorise(passage('see attached', 'application/vnd.ms-outlook'), signal)).category).to.equal(
      'email',
    );
  });

  it('knows papers without the titles of their kind', async () => {
    const papers: [Category, string][] = [
      [
        'email',
        'This is an automatic e-mail message generated by the CM/ECF system.\nNotice of Electronic Filing\nThe following transaction was entered. ORDER granting MOTION TO DISMISS.',
      ],
      [
        'order',
        'DECISIONAL ISSUES\nThe applicant asks for relief. The Board found no error. After review the Board determined that relief is not warranted. The NDRB voted to deny.',
      ],
      ['financial', `Checks by state\n${'Maine 9,631 11,594 5,072 134 88\n'.repeat(20)}`],
      [
        'contract',
        'Company shall pay the fee. Licensee shall keep records. Licensor agrees to ship. Each party shall bear its costs under this contract. The terms hereof bind the parties hereto and hereunder.',
      ],
      [
        'pleading',
        '12. Plaintiff bought a boat.\n13. Defendant sold it.\n14. On or about May 1 it sank.\n15. Plaintiff paid $5.',
      ],
    ];
    for (const [category, text] of papers)
      expect((await categorise(passage(text), signal)).category, category).to.equal(category);
  });

  it('knows decisions by their bench', async () => {
    for (const text of [
      'APPELLATE PANEL\nBefore\nLIND, HOLM, FALK, U.S. Bankruptcy Judges\n\nApril 26, 2001\n',
      'COURT OF APPEALS FOR VETERANS CLAIMS\nNo. 22-3306\nBefore LIND, Judge.\n',
      'Lind v Holm\n2019 NY Slip Op 32654(U)\nSupreme Court, New York County\n',
    ])
      expect((await categorise(passage(text), signal)).category).to.equal('order');
    expect((await categorise(passage('Before dinner, Judge Lind spoke.'), signal)).category).to.equal('other');
  });

  it('takes the heading of a chapter for no statute', async () => {
    expect(
      (await categorise(passage('CHAPTER 1 – INTRODUCTION\nThe trustee supervises the standing trustees.'), signal))
        .category,
    ).to.equal('other');
  });

  it('says other, with a warning, when too little speaks for anything', async () => {
    const { category, claims, warnings } = await categorise(passage('Grocery list: eggs, milk.'), signal);
    expect(category).to.equal('other');
    expect(claims).to.deep.equal([]);
    expect(warnings).to.deep.equal([{ code: 'category.undecided' }]);
  });

  it('takes no longer than its length asks for on runs of one character', async function () {
    this.timeout(5_000);
    for (const unit of ['1', '-', ' ', '(', 'A', '\n', '( ', 'TO:', 'counter', '§']) {
      const { text } = passage(`(${unit.repeat(400_000)}x`);
      expect((await categorise(passage(text), signal)).warnings, unit).to.have.length.at.most(1);
    }
  });

  it('stops when asked to', async () => {
    const aborted = AbortSignal.abort(new Error('lost'));
    const thrown = await categorise(passage('x'), aborted).catch((error: Error) => error);
    expect(thrown).to.be.instanceOf(Error);
  });

  it('has patterns that find every hit, and names that are unique', () => {
    const lines = Object.values({ ...litigationCues, ...paperCues }).flat();
    for (const [name, pattern] of lines) expect(pattern.flags, name).to.include('g');
    expect(new Set(lines.map(([name]) => name)).size).to.equal(lines.length);
  });
});
