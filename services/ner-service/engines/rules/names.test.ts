import { expect } from 'chai';
import type { MentionType } from '../../../../shared/domain/rows.ts';
import { findMentions } from './engine.ts';

const named = (text: string, type: MentionType) =>
  findMentions(text)
    .filter(mention => mention.type === type)
    .map(({ value }) => value);

describe('names of persons', () => {
  const people: [string, string[]][] = [
    ['NICHOLE MARIE JAGELS, ) No. ED108783 \n ) \nAppellant, ) Appeal', ['Nichole Marie Jagels']],
    ['JANET T. MILLS, in her official capacity', ['Janet T. Mills']],
    ['By:   /s/ R.C. Boyd\n', ['R.C. Boyd']],
    ['Neil L. Henrichsen argued the cause', ['Neil L. Henrichsen']],
    ['Printed name: Jeff Johnson  Title: CEO', ['Jeff Johnson']],
    ['BY: /s/ Thomas A. Gallo BY: /s/ Timothy S Orr Date: 1/26/2020', ['Thomas A. Gallo', 'Timothy S Orr']],
    ['were filed by H. Richard Uviller and others', ['H. Richard Uviller']],
    ["by Irving P. Seidman for the National District Attorneys' Association", ['Irving P. Seidman']],
    ['its principals, Cora Williams and Kenneth Rogers, entered', ['Cora Williams', 'Kenneth Rogers']],
    ['and Mr. Pettyjohn left', ['Pettyjohn']],
    ['Nashville, TN 37243\nJeanette Baird\nJeanette Baird', ['Jeanette Baird', 'Jeanette Baird']],
    ['X Angela Shrum, Clerk', ['Angela Shrum']],
    ['Sincerely, Thomas H. Reed, Esq.', ['Thomas H. Reed']],
    ['JOHN DOE, an individual, and JANE ROE, Plaintiffs', ['John Doe', 'Jane Roe']],
    ['state your name. A. Susan Ellen Parker. Q. Where', ['Susan Ellen Parker']],
    ['Attorney Sarah A. Forster and Daniel I. Hall', ['Sarah A. Forster', 'Daniel I. Hall']],
    ['ROCK BORDELON AND TORIE BORDELON,1 Petitioners v.', ['Rock Bordelon', 'Torie Bordelon']],
    ['Penny Shrum, Clerk, Court of Claims', ['Penny Shrum']],
    ['Signed: Daniel Reyes\nPlant Manager', ['Daniel Reyes']],
    ['reported to Priya Raghunathan, the practice manager, who', ['Priya Raghunathan']],
    ['Xiomara Núñez-Vega (WSBA #44871) and Étienne Gagnon-Leclerc', ['Xiomara Núñez-Vega', 'Étienne Gagnon-Leclerc']],
    ['Juan de la Rosa and Ms. von Trotha', ['Juan de la Rosa', 'von Trotha']],
    ['William “Bill” J. O’Reilly, Esq.', ["William “Bill” J. O'Reilly"]],
    ['In re the Estate of HAROLD J. WEINTRAUB, JR., Deceased', ['Harold J. Weintraub, Jr.']],
    ['UNITED STATES ex rel. MARGARET O’HALLORAN, Plaintiff', ["Margaret O'Halloran"]],
    ['Yours truly,\n\nCatherine D’Amico\nPartner', ["Catherine D'Amico"]],
    ['ANJALI DESHMUKH, M.D., called as a witness', ['Anjali Deshmukh']],
    ['speak with Nurse Olga Ivanova on Monday', ['Olga Ivanova']],
    ['the report of Dr. Lehman says', ['Lehman']],
    ['By: Yusuf al-Rashid', ['Yusuf al-Rashid']],
    ['Mark Topping v. C. R. Bard, Inc.', ['Mark Topping']],
    ['prosecuted by ASA Emily Stevens', ['Emily Stevens']],
    ['of David Carver, Ronit Shapira and Mark van Houten.', ['David Carver', 'Ronit Shapira', 'Mark van Houten']],
    ['Plaintiff-Appellant Miguel Ángel Fuentes sued', ['Miguel Ángel Fuentes']],
    ['Jean-Claude Fabre of Lyon', ['Jean-Claude Fabre']],
    ['Then Bill Tuttle took over', ['Bill Tuttle']],
    ['David Carver, Working Capital and Closing Date', ['David Carver']],
    ['Priyanka Venkataraman of the Massachusetts Institute of Technology', ['Priyanka Venkataraman']],
    [
      'Nakamura, Kenji\nvan der Berg, Hendrik\nSmith, Robert A., III\n',
      ['Kenji Nakamura', 'Hendrik van der Berg', 'Robert A. Smith, III'],
    ],
  ];
  for (const [text, expected] of people) {
    it(`finds ${expected.join(', ')}`, () => {
      expect(named(text, 'PERSON')).to.deep.equal(expected);
    });
  }

  it('keeps title, role and parts beside the name', () => {
    const [found] = findMentions('the Honorable Deborah J. Alessi, Circuit Judge');
    expect(found?.properties).to.deep.equal({
      given: 'Deborah',
      middle: 'J.',
      surname: 'Alessi',
      title: 'Honorable',
      role: 'Circuit Judge',
    });
  });

  for (const text of [
    'This Agreement is made by the Party in Section Five',
    'Confidential Information of the Disclosing Party',
    'C. Reasonableness of the Fee Award',
    'II. Remand is required',
    'Grace Community Chapel',
    'Walter Reed Army Medical Center',
    'GRANT OF RIGHTS',
    'Smith v. Jones, 410 U.S. 113 (1973)',
    'the Virginia General Assembly',
    'and Bernstein Shur on brief for the state',
    'Morgan Stanley and Jones Day',
    'Long Beach, California',
    'Stanley Mosk Courthouse',
    'D. Payment. All payments are due',
    'Nr Nw Nw',
    'an inquiry in San Francisco.',
    'Order Deny-\ning Additional Fees',
  ]) {
    it(`finds no person in ${text}`, () => {
      expect(named(text, 'PERSON')).to.deep.equal([]);
    });
  }
});

describe('names of organisations', () => {
  const organizations: [string, string[]][] = [
    ['between R. C. Boyd Enterprises, LLC, a Texas limited liability company', ['R. C. Boyd Enterprises, LLC']],
    ['Juliana Morris\nTodd Hurd & Associates\nPO Box 1741', ['Todd Hurd & Associates']],
    ['not with Bear Holm International Limited. It', ['Bear Holm International Limited']],
    ['Koya\nMcDermott, Will & Emery\n227', ['McDermott, Will & Emery']],
    ['Appellant Nanakuli Paving and Rock Company filed', ['Nanakuli Paving and Rock Company']],
    ['between Acme Widgets, Inc. and Rock Company, Inc.', ['Acme Widgets, Inc.', 'Rock Company, Inc.']],
    ['of the Methodist Federation for Social Action and', ['Methodist Federation for Social Action']],
    ['the Holm Institute for Plaintiff Roe', ['Holm Institute']],
    [
      "Irving P. Seidman for the National District Attorneys' Association",
      ["National District Attorneys' Association"],
    ],
    ['UNITED STATES OF AMERICA,\n\n            Plaintiff – Appellee,\n\nv.', ['United States of America']],
    ['and Cano Petroleum,  Inc., a Delaware corporation', ['Cano Petroleum, Inc.']],
    ['appellee Interna-\ntional Fidelity Insurance Co. ("IFIC")', ['International Fidelity Insurance Co.']],
    ['CANO PETROLEUM, INC.        By:', ['Cano Petroleum, Inc.']],
    ['C. R. Bard, Inc. and Bard Peripheral Vascular, Inc. are', ['C. R. Bard, Inc.', 'Bard Peripheral Vascular, Inc.']],
    ['for Create \nand Construct, LLC (“Employer”)', ['Create and Construct, LLC']],
    ['Allegiance Hospital of Many, LLC', ['Allegiance Hospital of Many, LLC']],
    ['Tarrant Regional Water District (Tarrant)', ['Tarrant Regional Water District']],
    ['the Department of Health and Human Services said', ['Department of Health and Human Services']],
    ['First Church of Waterville, Faith Bible Church', ['First Church of Waterville', 'Faith Bible Church']],
    ['by EWSD 1, LLC, d/b/a', ['EWSD 1, LLC']],
    ['the FAA proposes', ['Federal Aviation Administration']],
    ['JURY TRIAL DEMANDED\nBRIGHTWATER COMPOSITES LLC', ['Brightwater Composites LLC']],
    ['Marguerite L. Fontaine\nPresident\nBrightwater Composites LLC', ['Brightwater Composites LLC']],
    ['Vice President of Supply Chain of Halvorsen Marine Systems, Inc.', ['Halvorsen Marine Systems, Inc.']],
    ['Robert Chen, Jr. of Pacific Laminate Testing Corp.', ['Pacific Laminate Testing Corp.']],
    ['Unless Brightwater Composites LLC pays', ['Brightwater Composites LLC']],
    ['Attorneys for Movant Brightwater Composites LLC', ['Brightwater Composites LLC']],
    ['Morgan, Lewis & Bockius LLP', ['Morgan, Lewis & Bockius LLP']],
    ['made by Pruitt & Sandoval for', ['Pruitt & Sandoval']],
    ['BAYERISCHE MASCHINEN GMBH & CO. KG and', ['Bayerische Maschinen GmbH & Co. KG']],
    [
      'Outback Minerals Pty Ltd; Nestlé S.A.; Deutsche Bank AG',
      ['Outback Minerals Pty Ltd', 'Nestlé S.A.', 'Deutsche Bank AG'],
    ],
    ['Koninklijke Verder N.V. and Wells Fargo Bank, N.A.', ['Koninklijke Verder N.V.', 'Wells Fargo Bank, N.A.']],
    ['Helvetia Précision Sàrl', ['Helvetia Précision Sàrl']],
    ['Acme Corp. d/b/a Sunrise Imaging', ['Acme Corp.', 'Sunrise Imaging']],
    ['Amsterdam Federal Savings and Loan Association', ['Amsterdam Federal Savings and Loan Association']],
    ['the National Association of Tea Dealers, Inc. (the', ['National Association of Tea Dealers, Inc.']],
    ['v. UNIVERSITY\n          OF TEXAS AT AUSTIN ET AL.', ['University of Texas at Austin']],
    ['Ketchmark and McCreight, P.C. and Loevy & Loevy', ['Ketchmark and McCreight, P.C.', 'Loevy & Loevy']],
    ['SECURITIES AND EXCHANGE COMMISSION,', ['Securities and Exchange Commission']],
    ['the International Brotherhood of Boilermakers', ['International Brotherhood of Boilermakers']],
    ['and Teamsters Local 705 struck', ['Teamsters Local 705']],
    ['sued the City of Chicago', ['City of Chicago']],
    ['the State of Missouri alleges that', ['State of Missouri']],
    ['with the International Chamber of Commerce in London', ['International Chamber of Commerce']],
    ["ST. VINCENT'S HEALTH SYSTEM; and", ["St. Vincent's Health System"]],
    ['the Office of the Attorney General', ['Office of the Attorney General']],
    ['Amazon.com Services LLC and 3M Company', ['Amazon.com Services LLC', '3M Company']],
    [
      ' 6   Q.  Have you ever done business with Brightwater\n 7   Coatings, Inc.?\n 8   Never.\n 9   Why?\n10   No.\n11   Yes.',
      ['Brightwater Coatings, Inc.'],
    ],
  ];
  for (const [text, expected] of organizations) {
    it(`finds ${expected.join(', ')}`, () => {
      expect(named(text, 'ORGANIZATION')).to.deep.equal(expected);
    });
  }

  for (const text of [
    'the Company shall',
    'a Nevada Corporation',
    'Pueblo, CO 81006',
    'a Limited Liability Company',
    'Breaching Party',
    'the Board',
    'the Board of Directors of the Company',
    'Compensation Committee of the Board',
    'the Working Capital Adjustment',
    'the laws of the State of Missouri',
    'Terms & Conditions of Sale',
    'Reno, NV 89501',
  ]) {
    it(`finds no organisation in ${text}`, () => {
      expect(named(text, 'ORGANIZATION')).to.deep.equal([]);
    });
  }
});

describe('names of places', () => {
  const places: [string, string[]][] = [
    ['Fort Worth, Texas 76102', ['Fort Worth, Texas']],
    ['a hearing in\nAntioch, TN 37013', ['Antioch, Tennessee']],
    ['in Washington, D.C.  Since', ['Washington, D.C.']],
    ['the laws of the State of Texas', ['Texas']],
    ['among Oklahoma, Texas, and Arkansas', ['Oklahoma', 'Texas', 'Arkansas']],
    ['exclusively in Tarrant County, Texas', ['Tarrant County, Texas']],
    ['or Rome, Italy.', ['Rome, Italy']],
    ['Poland, Italy and Peru', ['Poland', 'Italy', 'Peru']],
    ['of Fort Worth, Tarrant County, Texas.', ['Fort Worth, Texas']],
    ['a flight to Miami, Fla., that', ['Miami, Florida']],
    ['was admitted to the United States as a visitor', ['United States']],
    ['an officer of the United States', []],
    ['Seal Beach, CA 90740', ['Seal Beach, California']],
    ['held at Kansas City, Missouri 64106', ['Kansas City, Missouri']],
    ['STATE OF MAINE\nCOUNTY OF CUMBERLAND', ['Maine', 'County of Cumberland']],
    ['in the City of Los Angeles', ['City of Los Angeles']],
    ['in Europe and San Francisco.', ['Europe', 'San Francisco']],
    ['Montréal, Québec', ['Montréal', 'Québec']],
  ];
  for (const [text, expected] of places) {
    it(`finds ${expected.join(', ')}`, () => {
      expect(named(text, 'LOCATION')).to.deep.equal(expected);
    });
  }

  it('keeps the ZIP code beside the name', () => {
    expect(findMentions('Piscataway, NJ 08854')[0]?.properties).to.include({
      postalCode: '08854',
      state: 'New Jersey',
    });
  });

  it('does not take a state out of the name of a court or a company', () => {
    expect(named('the Supreme Court of Texas and Texas Instruments Inc.', 'LOCATION')).to.deep.equal([]);
  });
});
