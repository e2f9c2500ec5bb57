import { expect } from 'chai';
import { preambleParties } from './preamble-parties.ts';

const partiesIn = (text: string) =>
  preambleParties(text).map(({ name, role = '-', definedAs = '-' }) => `${name}: ${role}, ${definedAs}`);

const preambles: [what: string, text: string, parties: string[]][] = [
  [
    'forms of company before the terms',
    'This Agreement ("Agreement") is made by and between Alpha Lending, Inc., a Delaware corporation (“Lender”), and Beta LLC (“Borrower”). WHEREAS',
    ['Alpha Lending, Inc.: Lender, Lender', 'Beta LLC: Borrower, Borrower'],
  ],
  [
    'a form of company after the term, and another name the company goes by',
    'This Agreement is made by and between HOLM 1, LLC, d/b/a/ HARBOR FARMS ("Harbor Farms"), a Delaware limited liability company and Lind Foods, Inc, a Nevada Corporation ("Lind") , each individually "a Party," and collectively, "the Parties." WHEREAS',
    ['HOLM 1, LLC: -, Harbor Farms', 'Lind Foods, Inc: -, Lind'],
  ],
  [
    'terms after "referred to as", two for each',
    'THIS AGREEMENT made this 5th day of May, 2007, between H. C. Lind Boats, LLC, a Texas limited liability company, whose place of business is in Austin, Texas, referred to in this Agreement as "Company" or "Lind", and Harbor Oil,  Inc., a Delaware corporation, referred to in this agreement as "Sponsor" or "Harbor".\n\nWHEREAS',
    ['H. C. Lind Boats, LLC: Company, Lind', 'Harbor Oil, Inc.: Sponsor, Harbor'],
  ],
  [
    'a name in small letters, and a place in brackets within one',
    'This Lease is made by and between harborhealth, Inc., a Delaware corporation (“Tenant”), and LIND FOODS (FLORIDA), INC., a Florida corporation (“Landlord”). WHEREAS',
    ['harborhealth, Inc.: Tenant, Tenant', 'LIND FOODS (FLORIDA), INC.: Landlord, Landlord'],
  ],
  [
    'brackets within the term, and a role after it',
    'This Amendment is entered into by and among HARBOR CORP., a Maryland corporation (the “Borrower”, and with any other party (as defined below), the “Borrowers”), LIND BANK, NATIONAL ASSOCIATION (“Lind”), as the Administrative Agent. WHEREAS',
    ['HARBOR CORP.: Borrower, Borrowers', 'LIND BANK, NATIONAL ASSOCIATION: Administrative Agent, Lind'],
  ],
  [
    'a role that stands by the term further on',
    'This Agreement is entered into by and among Harbor Inc. (the “Company”), Lind USA, Inc. (“LUSA”) and LUSA, as Administrative Agent. WHEREAS',
    ['Harbor Inc.: Company, Company', 'Lind USA, Inc.: Administrative Agent, LUSA'],
  ],
  [
    'a role that no list of roles has',
    'This Sponsorship Agreement is entered into by and between Harbor Jays, LLC, a Delaware limited liability company ("Club"), and The Lind Group, Inc., a Florida corporation (owner of Lind\'s Wings and Grill) ("Sponsor"). This Agreement',
    ['Harbor Jays, LLC: Club, Club', 'The Lind Group, Inc.: Sponsor, Sponsor'],
  ],
  [
    'a cover page',
    'AGREEMENT AND PLAN OF MERGER\n\nby and among\n\nHARBOR CORP,\na Delaware corporation ("Parent"),\n\nLIND INDUSTRIES, INC.,\na Colorado corporation (the "Company"),\n\nand\n\nHOLM MERGER SUB, INC.,\na Colorado corporation and wholly owned subsidiary of Parent ("Merger Sub")\n\nDated as of June 5, 2025',
    [
      'HARBOR CORP: Parent, Parent',
      'LIND INDUSTRIES, INC.: Company, Company',
      'HOLM MERGER SUB, INC.: Merger Sub, Merger Sub',
    ],
  ],
  [
    'no "between"',
    'CONSULTING AGREEMENT\n\nHarbor Biotech, Inc., with a place of business at 7 Heinz Avenue ("Harbor") and LIND B.V having an address in Leiden, represented by Marta Holm, ("Consultant") agree to all terms.',
    ['Harbor Biotech, Inc.: -, Harbor', 'LIND B.V: Consultant, Consultant'],
  ],
  [
    'no terms',
    'SETTLEMENT AGREEMENT\nThis Settlement Agreement is entered into between Marta Holm and Harbor Widgets, LLC. The parties agree',
    ['Marta Holm: -, -', 'Harbor Widgets, LLC: -, -'],
  ],
  [
    'some who are not named, and an agent by its office',
    'CREDIT AGREEMENT dated as of March 3, 2015, among HARBOR OIL COMPANY, a Texas corporation (the "Borrower"), the LENDERS party hereto, and LIND BANK, N.A., as Administrative Agent.',
    ['HARBOR OIL COMPANY: Borrower, Borrower', 'LIND BANK, N.A.: Administrative Agent, -'],
  ],
  [
    'one role for all',
    'made and entered into this 20th day of March 2020, BETWEEN: HarborMoney.com, inc of 5 Bay DR, and LIND, LLC dba Lind 2Go of 4 Parkway (individually the "Member" and collectively the "Members"). BACKGROUND:',
    ['HarborMoney.com, inc: Member, -', 'LIND, LLC: Member, -'],
  ],
  [
    'a numbered list',
    'EMPLOYMENT AGREEMENT\n\nThis Employment Agreement is made by and between:\n\n(1) Holm Holdings Ltd., a company incorporated in the Cayman Islands (the "Company"); and\n\n(2) Olaf Lind, an individual residing at 1 Main St. (the "Executive").\n\nRECITALS',
    ['Holm Holdings Ltd.: Company, Company', 'Olaf Lind: Executive, Executive'],
  ],
  [
    'names with "and" in them',
    'This Agreement is made among Lind and Holm Company, an Ohio corporation ("L&H"), and Department of Health and Human Services (the "Department") (each a "Party").',
    ['Lind and Holm Company: -, L&H', 'Department of Health and Human Services: -, Department'],
  ],
  [
    'a promise for value',
    'PROMISSORY NOTE\n\nFOR VALUE RECEIVED, Olaf Lind ("Maker") promises to pay to the order of Harbor Bank ("Holder") the sum',
    ['Olaf Lind: Maker, Maker', 'Harbor Bank: Holder, Holder'],
  ],
];

describe('parties of a contract', () => {
  for (const [what, text, parties] of preambles) {
    it(`are read from a preamble with ${what}`, () => {
      expect(partiesIn(text)).to.deep.equal(parties);
      for (const { name, nameSpan, quote } of preambleParties(text)) {
        expect(text.slice(nameSpan.start, nameSpan.end).replace(/\s+/g, ' ')).to.equal(name);
        expect(quote.start).to.equal(nameSpan.start);
        expect(quote.end).to.be.at.least(nameSpan.end);
      }
    });
  }

  it('are none where nothing is agreed', () => {
    expect(partiesIn('The difference between Harbor Corp. and Lind LLC is large.')).to.deep.equal([]);
    expect(partiesIn('The agreement between the parties says nothing of Maine.')).to.deep.equal([]);
  });

  it('take no longer than the length asks for', function () {
    this.timeout(5_000);
    for (const unit of ['Agreement between A ', 'between ', '("', 'A and ', 'A, ', '(the “A” ', 'A', '\n', ' ']) {
      expect(preambleParties(unit.repeat(1_000_000 / unit.length)), unit).to.be.an('array');
    }
  });

  it('are all listed, however many', () => {
    const many = Array.from(
      { length: 45 },
      (_, at) => `Harbor ${'ABCDEFGHIJ'[at % 10]}${'KLMNO'[Math.floor(at / 10)]}x LLC (“H${at}”)`,
    );
    expect(preambleParties(`This Agreement is made by and among ${many.join(', ')}. WHEREAS`)).to.have.length(45);
  });
});
