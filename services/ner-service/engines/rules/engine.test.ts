import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { createRulesEngine, findMentions } from './engine.ts';

const folder = new URL('../../../../../shared/samples/txt/', import.meta.url);
const samples = existsSync(folder) ? readdirSync(folder).filter(name => /^(?:contract|cadc)/.test(name)) : [];

/** What holds for the mentions of any text: in order, within it, not overlapping, with a value. */
function expectSound(text: string): void {
  let end = 0;
  for (const mention of findMentions(text)) {
    expect(mention.start).to.be.at.least(end);
    expect(mention.end).to.be.within(mention.start + 1, text.length);
    expect(mention.value.trim()).not.to.equal('');
    expect(mention.score).to.be.within(0, 1);
    const slice = text.slice(mention.start, mention.end);
    expect(slice).to.equal(slice.trim());
    end = mention.end;
  }
}

describe('findMentions', () => {
  it('is sound on any text', () => {
    const legal = fc.constantFrom(
      ...'Id. supra, 30 days five percent (5%) 12 Main Street ABC000123 JJ. Before Dollars v. ,Inc. (1973) 410 U.S. 113 § $ 5 No. 20-1507 March 3 2024 Judge Smith Texas Bank of and the ( ) \n “IFIC” /s/ Act'.split(
        ' ',
      ),
    );
    const word = fc.oneof(
      { weight: 4, arbitrary: legal },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), words => expectSound(words.join(' '))),
      { numRuns: 300 },
    );
  });

  for (const name of samples) {
    it(`is sound on ${name}`, () => {
      const text = readFileSync(new URL(name, folder), 'utf8');
      for (let at = 0; at < text.length; at += 2000) expectSound(text.slice(at, at + 2000));
    });
  }

  it('gives a place in the text to the stricter family', () => {
    const types = findMentions(
      'Whitfield v. Mun. of Fajardo, 564 F.3d 40, 44 (1st Cir. 2009), decided March 3, 2009.',
    ).map(({ type }) => type);
    expect(types).to.deep.equal(['CASE_CITATION', 'DATE']);
  });

  it('leaves the full date of a cited decision to be a date of its own', () => {
    const text = 'Smith v. Jones, 2010 WL 5422405, at *3 (D. Del. Dec. 22, 2010).';
    const found = findMentions(text).map(({ type, value, start, end }) => [type, value, text.slice(start, end)]);
    expect(found).to.deep.equal([
      ['CASE_CITATION', '2010 WL 5422405', 'Smith v. Jones, 2010 WL 5422405, at *3'],
      ['DATE', '2010-12-22', 'Dec. 22, 2010'],
    ]);
    expect(findMentions(text)[0]?.properties).to.include({ court: 'D. Del.', year: '2010' });
  });

  it('is the same every time, through the engine too', async () => {
    const text = 'On March 3, 2024, Acme Holdings, Inc. paid $5 to Deborah Smith in Texas.';
    expect(await createRulesEngine().find(text)).to.deep.equal(findMentions(text));
    expect(findMentions(text).map(({ type }) => type)).to.deep.equal([
      'DATE',
      'ORGANIZATION',
      'MONEY',
      'PERSON',
      'LOCATION',
    ]);
  });

  it('takes time in proportion to a text of a megabyte, too', function () {
    this.timeout(60_000);
    for (const unit of ['A', '(', '1', '“', 'aaaaaaa ', '[12]', 'A.', '_']) {
      const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
      const start = process.cpuUsage();
      findMentions(text);
      const { user } = process.cpuUsage(start);
      expect(user, `microseconds for ${unit}`).to.be.below(10_000_000);
    }
  });

  it('takes time in proportion to the text', () => {
    const hostile = [
      'A'.repeat(20_000),
      'Aa '.repeat(7_000),
      '1-'.repeat(10_000),
      'A. '.repeat(7_000),
      '§ 1, '.repeat(4_000),
      'No. 1-1, '.repeat(2_000),
      'a@'.repeat(9_000),
      '\n'.repeat(20_000),
      ' of the Act'.repeat(2_000),
      'U. S. '.repeat(3_000),
      'Id. at '.repeat(3_000),
      'Smith, supra, '.repeat(1_500),
      'one hundred and '.repeat(1_500),
      '1 Main St. '.repeat(2_000),
      'Before Smith, '.repeat(1_500),
      'From: a, '.repeat(2_000),
      'ABC000'.repeat(3_000),
    ];
    for (const text of hostile) {
      const start = process.cpuUsage();
      findMentions(text);
      const { user } = process.cpuUsage(start);
      expect(user, `microseconds for ${JSON.stringify(text.slice(0, 12))}`).to.be.below(2_000_000);
    }
  });

  it('ends names at the cells of a row, and takes no word before a number for a Bates prefix', () => {
    const found = findMentions('Hearing: WASHINGTON D.C.\tMr. John Okafor.\n\nactive FROM 011206 UNTIL 061005');
    expect(found.filter(({ value }) => /Okafor/.test(value)).map(({ value }) => value)).to.deep.equal(['John Okafor']);
    expect(found.map(({ type }) => type))
      .to.include('PERSON')
      .and.not.include('BATES');
  });
});
