import { expect } from 'chai';
import type { Row } from './fragments.ts';
import { paragraphStarts } from './paragraphs.ts';

/** A row of 12-point print; its width follows from its text unless the right end is given. Pieces are parted by " | ". */
function row(baseline: number, left: number, text: string, right = left + text.length * 5): Row {
  const pieces = text.split(' | ');
  const fragments = pieces.map((piece, at) => {
    const start = left + ((right - left) / pieces.length) * at;
    const words = piece.split(' ').map(word => ({
      word: { text: word, box: [0, 0, 0, 0] as [number, number, number, number] },
      left: start,
      right: start + 5 * word.length,
      baseline,
      size: 12,
    }));
    return { words, left: start, right, baseline, size: 12, characters: piece.length };
  });
  return { fragments, left, right, baseline, size: 12 };
}

/** Rows from the top: left, text, right, and the distance to the row before. */
function rows(...list: [gap: number, left: number, text: string, right?: number][]): Row[] {
  let baseline = 100;
  return list.map(([gap, left, text, right]) => {
    baseline += gap;
    return row(baseline, left, text, right);
  });
}

/** Text of the rows at which a paragraph starts. */
const starts = (list: Row[]) =>
  paragraphStarts(list).flatMap((isStart, at) =>
    isStart ? (list[at] as Row).fragments.map(f => f.words.map(({ word }) => word.text).join(' ')).join(' | ') : [],
  );

const body: [number, number, string, number][] = [
  [24, 72, 'complaint against the defendants named above and', 540],
  [24, 72, 'alleges on information and belief the following,', 538],
  [24, 72, 'and to that end states what was done and by whom', 536],
];

describe('paragraphStarts', () => {
  it('parts a centred heading from double-spaced text, also with less space than a line has', () => {
    const list = rows(
      [0, 108, 'Plaintiff, by its undersigned counsel, for its', 532],
      ...body,
      [24, 72, 'on the dates given.'],
      [30, 267, 'THE PARTIES', 345],
      [19, 109, '1. Plaintiff is a corporation with its principal', 537],
      ...body,
    );
    expect(starts(list)).to.deep.equal([
      'Plaintiff, by its undersigned counsel, for its',
      'THE PARTIES',
      '1. Plaintiff is a corporation with its principal',
    ]);
  });

  it('keeps the rows of one centred heading together', () => {
    const list = rows(
      [0, 72, 'The first row of the text runs over the whole width', 540],
      ...body,
      [24, 72, 'and ends.'],
      [31, 279, 'COUNT II', 334],
      [14, 122, '(Breach of Implied Warranty of Merchantability)', 489],
      [19, 109, '18. Plaintiff repeats the paragraphs above as if', 525],
    );
    expect(starts(list).slice(1)).to.deep.equal(['COUNT II', '18. Plaintiff repeats the paragraphs above as if']);
  });

  it('parts numbered allegations of one row each', () => {
    const list = rows(
      [0, 72, 'which it did on the day that the contract names,', 540],
      ...body,
      [24, 109, '15. Plaintiff repeats the above.', 300],
      [24, 109, '16. Defendant breached its duty.', 300],
      [24, 109, '17. Plaintiff was damaged.', 260],
    );
    expect(starts(list).slice(1)).to.deep.equal([
      '15. Plaintiff repeats the above.',
      '16. Defendant breached its duty.',
      '17. Plaintiff was damaged.',
    ]);
  });

  it('knows the pitch of single-spaced clauses, however many there are', () => {
    const clauses = [1, 2, 3, 4, 5, 6].flatMap((at): [number, number, string, number?][] => [
      [24, 72, `9.${at} Cap. Except for fraud neither party's liability may`, 540],
      [15, 72, 'exceed what was paid.'],
    ]);
    expect(starts(rows(...clauses))).to.have.length(6);
  });

  it('sets off a block quotation and what follows it', () => {
    const list = rows(
      [0, 72, 'As the Supreme Court of the State has put it in its', 540],
      ...body,
      [24, 72, 'put it, fraud', 128],
      [25, 126, 'does not consist merely of overt acts. It may occur', 486],
      [14, 126, 'through concealment of material facts, or by silence', 486],
      [14, 126, 'of a duty to speak.', 213],
      [19, 72, 'Stephenson, 462 A.2d at 1074. The Complaint says so', 540],
    );
    expect(starts(list).slice(1)).to.deep.equal([
      'does not consist merely of overt acts. It may occur',
      'Stephenson, 462 A.2d at 1074. The Complaint says so',
    ]);
  });

  it('does not take the distance of footnotes for that of the text', () => {
    const note: [number, number, string, number][] = Array.from({ length: 8 }, () => [
      14,
      72,
      'the note goes on over the whole width of the page',
      540,
    ]);
    const list = rows(
      [0, 72, 'The text above the notes is set in double spacing on', 540],
      ...body,
      [40, 72, '2 The first note starts here and goes on for rows', 540],
      ...note,
    );
    expect(starts(list).slice(1)).to.deep.equal(['2 The first note starts here and goes on for rows']);
  });

  it('keeps the rows of a table together below single-spaced text', () => {
    const text: [number, number, string, number][] = [15, 15, 15, 15].map(gap => [
      gap,
      72,
      'prose that runs over the whole width of the page',
      540,
    ]);
    const list = rows(
      ...text,
      [30, 72, 'Property | Requirement', 400],
      [20, 72, 'Void content | 1.5 percent', 400],
      [20, 72, 'Thickness | 42 mm', 400],
      [20, 72, 'Infusion | full vacuum', 400],
    );
    expect(starts(list).slice(1)).to.deep.equal(['Property | Requirement']);
  });

  it('leaves the rows of a title page and of an address together', () => {
    expect(
      starts(
        rows([0, 184, 'IN THE UNITED STATES DISTRICT COURT', 428], [14, 204, 'FOR THE DISTRICT OF DELAWARE', 408]),
      ),
    ).to.have.length(1);
    expect(
      starts(
        rows(
          [0, 108, 'DELGADO & HURST LLP'],
          [14, 108, '515 Harbor Boulevard'],
          [14, 108, 'Long Beach, California 90802'],
        ),
      ),
    ).to.have.length(1);
  });
});
