import { expect } from 'chai';
import { lineText } from '../page.ts';
import { type LayoutWord, layout } from './layout.ts';

const page = { widthPt: 612, heightPt: 792 };

/** Words of one line at x and y points, six points a letter. */
function line(text: string, x: number, y: number, fields: Partial<LayoutWord> = {}): LayoutWord[] {
  let at = x;
  return text.split(' ').map(word => {
    const box: LayoutWord['box'] = [at / 612, (y - 8) / 792, (word.length * 6) / 612, 10 / 792];
    at += word.length * 6 + 4;
    return { text: word, box, turn: 0, size: 12, baseline: y / 792, ...fields };
  });
}

/** Rows of left text, mark and right text, 14 points apart, below a centred title and above a paragraph. */
function caption(rows: [left: string, mark: string, right: string][], fields: Partial<LayoutWord> = {}): LayoutWord[] {
  const words = rows.flatMap(([left, mark, right], at) => [
    ...(left ? line(left, 72, 130 + 14 * at) : []),
    ...(mark ? line(mark, 300, 130 + 14 * at, fields) : []),
    ...(right ? line(right, 330, 130 + 14 * at) : []),
  ]);
  return [
    ...line('IN THE CIRCUIT COURT OF ST. CHARLES COUNTY', 180, 86),
    ...words,
    ...line('Now comes the defendant in this cause and moves the Court for its order.', 72, 330),
  ];
}

const texts = (words: LayoutWord[]) => layout(words, page).lines.map(lineText);
const rows: [string, string, string][] = [
  ['JANE DOE,', ')', 'No. 23-1187'],
  ['', ')', ''],
  ['Plaintiff,', ')', 'Honorable A. Roe'],
  ['', ')', ''],
  ['vs.', ')', 'JURY TRIAL DEMANDED'],
  ['', ')', ''],
  ['ACME CORP.,', ')', ''],
  ['Defendant.', ')', ''],
];
const byColumn = [
  'IN THE CIRCUIT COURT OF ST. CHARLES COUNTY',
  ...['JANE DOE,', 'Plaintiff,', 'vs.', 'ACME CORP.,', 'Defendant.'],
  ...['No. 23-1187', 'Honorable A. Roe', 'JURY TRIAL DEMANDED'],
  'Now comes the defendant in this cause and moves the Court for its order.',
];

describe('caption', () => {
  for (const mark of [')', '§', ':', '|', '*', ']']) {
    it(`is read by column where ${mark} stands between the columns, which is kept beside the text`, () => {
      const words = caption(rows.map(([left, , right]) => [left, mark, right]));
      expect(texts(words)).to.deep.equal(byColumn);
      const text = Array(rows.length).fill(mark).join(' ');
      expect(layout(words, page).furniture).to.deep.equal([{ text, where: 'rule' }]);
    });
  }

  it('opens a paragraph where the marks show an empty line', () => {
    const laid = layout(caption(rows), page).lines;
    const opening = laid.filter(({ opens }) => opens).map(lineText);
    expect(opening).to.include.members(['Plaintiff,', 'vs.', 'ACME CORP.,', 'Honorable A. Roe']);
    expect(opening).to.not.include('Defendant.');
  });

  it('is known when OCR takes most of the marks for letters that it does not believe', () => {
    const misread = [')', 'Nr', 'a', 'wt', ')', 'ww', 'a', 'Nw'];
    const words = caption(
      rows.map(([left, , right], at) => [left, misread[at] ?? '', right]),
      { confidence: 30 },
    );
    expect(texts(words)).to.deep.equal(byColumn);
  });

  it('is known without marks by its "v." and its docket number', () => {
    expect(texts(caption(rows.map(([left, , right]) => [left, '', right])))).to.deep.equal(byColumn);
  });

  it('leaves labels and values in rows, also where the values are parties', () => {
    const form: [string, string, string][] = [
      ['Plaintiff', ':', 'Jane Doe'],
      ['Defendant', ':', 'Acme Corp.'],
      ['Court', ':', 'Circuit Court'],
      ['Judge', ':', 'A. Roe'],
    ];
    expect(texts(caption(form)).slice(1, 5)).to.deep.equal(form.map(row => row.join(' ')));
  });

  it('leaves the brackets of losses in a table, and lists with letters in brackets', () => {
    const table: [string, string, string][] = ['Revenue 1,204', 'Costs (3,310', 'Interest (87', 'Result (2,193'].map(
      (left, at) => [left, at ? ')' : '', at === 3 ? '' : '12,000'],
    );
    expect(layout(caption(table), page).furniture).to.deep.equal([]);
    const list = ['(a) repair it;', '(b) replace it; or', '(c) refund the price.'];
    const words = list.flatMap((text, at) => line(text, 300, 130 + 14 * at));
    expect(texts(words)).to.deep.equal(list);
  });

  it('leaves prose in which "v." begins a line', () => {
    const prose = ['The rule of Smith', 'v. Jones is that the plaintiff', 'in every case No. 12 must'];
    expect(texts(prose.flatMap((text, at) => line(text, 72, 130 + 14 * at)))).to.deep.equal(prose);
  });
});
