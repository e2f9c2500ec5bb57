import { expect } from 'chai';
import type { MentionType } from '../../shared/domain/rows.ts';
import { chunksOf, mentionsOf } from '../../test/support/rows.ts';
import { noEntityScores, scoreEntities } from './entities.ts';
import { labelledRecord } from './record.ts';
import type { Produced } from './run-record.ts';
import { f1, precision, recall } from './score.ts';

const text = 'Acme Corp. sued Robert Chen before Judge Ann Lee on May 1, 2021. Acme lost.';

function score(record: Record<string, unknown>, ...said: [type: MentionType, words: string][]) {
  const chunks = chunksOf(text);
  const produced: Produced = {
    text,
    chunks,
    mentions: mentionsOf(text, chunks, ...said),
    facts: [],
    category: null,
    properties: {},
    entityOf: new Map(),
    failure: null,
  };
  const scores = noEntityScores();
  scoreEntities(scores, { ...labelledRecord.parse({ text, ...record }), name: 'a' }, produced);
  return scores;
}

describe('scoreEntities', () => {
  it('counts spans that are exactly right, and apart from them those that overlap', () => {
    const spans = [
      { quote: 'Acme Corp.', label: 'ORG' },
      { quote: 'Robert Chen', label: 'PER' },
    ];
    const { byType, slips } = score({ spans }, ['ORGANIZATION', 'Acme Corp.'], ['PERSON', 'Chen']);
    expect(byType.get('ORGANIZATION')?.exact).to.deep.equal({ wanted: 1, hit: 1, found: 1, right: 1 });
    expect(byType.get('PERSON')?.exact).to.deep.equal({ wanted: 1, hit: 0, found: 1, right: 0 });
    expect(byType.get('PERSON')?.relaxed).to.deep.equal({ wanted: 1, hit: 1, found: 1, right: 1 });
    expect(slips).to.deep.equal([
      { record: 'a', kind: 'missed', type: 'PERSON', text: 'Robert Chen' },
      { record: 'a', kind: 'too much', type: 'PERSON', text: 'Chen' },
    ]);
  });

  it('says what was found too much only of types that are labelled in full, and only in the range', () => {
    const spans = [{ quote: 'May 1, 2021', label: 'DATE' }];
    const range = { from: { quote: 'before' }, to: { quote: '2021' } };
    const said: [MentionType, string][] = [
      ['PERSON', 'Robert Chen'],
      ['PERSON', 'Ann Lee'],
      ['DATE', 'May 1, 2021'],
    ];
    expect(score({ spans, range }, ...said).byType.get('PERSON')).to.equal(undefined);
    const judged = score({ spans, range, labelsAnnotated: ['PERSON'] }, ...said).byType;
    expect(judged.get('PERSON')?.exact).to.deep.equal({ wanted: 0, hit: 0, found: 1, right: 0 });
    expect(judged.get('DATE')?.exact).to.deep.equal({ wanted: 1, hit: 1, found: 0, right: 0 });
  });

  it('leaves places alone that people would not agree on', () => {
    const spans = [{ quote: 'Ann Lee', label: 'UNSURE' }];
    const { byType } = score({ spans, labelsAnnotated: ['PERSON'] }, ['PERSON', 'Robert Chen'], ['PERSON', 'Ann Lee']);
    expect(byType.get('PERSON')?.exact.found).to.equal(1);
  });

  it('takes a judge for a person, but not a person for a judge', () => {
    const person = score({ spans: [{ quote: 'Ann Lee', label: 'PER' }] }, ['JUDGE', 'Ann Lee']).byType;
    expect(person.get('PERSON')?.exact.hit).to.equal(1);
    const judge = score({ spans: [{ quote: 'Ann Lee', label: 'JUDGE' }] }, ['PERSON', 'Ann Lee']).byType;
    expect(judge.get('JUDGE')?.exact.hit).to.equal(0);
  });

  it('labels all places of words, but not those inside a longer name', () => {
    const spans = [
      { quote: 'Acme Corp.', label: 'ORG' },
      { quote: 'Acme', label: 'ORG', occurrence: 'all' },
    ];
    expect(score({ spans }).byType.get('ORGANIZATION')?.exact.wanted).to.equal(2);
  });

  it('takes offsets as they are where the text came out as given', () => {
    const at = text.indexOf('Chen');
    const spans = [{ start: at, end: at + 4, label: 'PERSON' }];
    expect(score({ spans }, ['PERSON', 'Chen']).byType.get('PERSON')?.exact.hit).to.equal(1);
  });

  it('finds offsets again by their words where reading changed the text', () => {
    const given = `\r\n\r\n${text}`;
    const at = given.lastIndexOf('Acme');
    const spans = [{ start: at, end: at + 4, label: 'ORGANIZATION' }];
    const { byType } = score({ text: given, spans }, ['ORGANIZATION', 'Acme Corp.'], ['ORGANIZATION', 'Acme']);
    expect(byType.get('ORGANIZATION')?.exact).to.deep.equal({ wanted: 1, hit: 1, found: 2, right: 1 });
  });

  it('compares the value of a span that is right with the one that is listed', () => {
    const spans = [
      { quote: 'Acme Corp.', label: 'ORG', value: 'ACME  corp.' },
      { quote: 'Robert Chen', label: 'PER', value: 'Robert Chen, Jr.' },
      { quote: 'May 1, 2021', label: 'DATE', value: '2021-05-01' },
    ];
    const { byType } = score({ spans }, ['ORGANIZATION', 'Acme Corp.'], ['PERSON', 'Robert Chen']);
    expect(byType.get('ORGANIZATION')?.values).to.deep.equal({ right: 1, of: 1 });
    expect(byType.get('PERSON')?.values).to.deep.equal({ right: 0, of: 1 });
    expect(byType.get('DATE')?.values).to.deep.equal({ right: 0, of: 0 });
  });

  it('counts words that did not come out as missed', () => {
    const { byType } = score({ spans: [{ quote: 'Zebra Ltd.', label: 'ORG' }] });
    expect(byType.get('ORGANIZATION')?.exact).to.deep.equal({ wanted: 1, hit: 0, found: 0, right: 0 });
  });
});

describe('precision, recall, F1', () => {
  it('are the textbook figures, and nothing where nothing can be said', () => {
    const counted = { wanted: 4, hit: 2, found: 3, right: 2 };
    expect([precision(counted), recall(counted)]).to.deep.equal([2 / 3, 1 / 2]);
    expect(f1(counted)).to.be.closeTo(4 / 7, 1e-9);
    expect(f1({ wanted: 2, hit: 1, found: 0, right: 0 })).to.equal(null);
    expect(f1({ wanted: 2, hit: 0, found: 1, right: 0 })).to.equal(0);
  });
});
