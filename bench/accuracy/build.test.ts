import { expect } from 'chai';
import { chunksOf } from '../../test/support/rows.ts';
import { type BuildRule, noBuildScores, scoreBuild } from './build.ts';
import { labelledRecord } from './record.ts';

const text = 'ARTICLE 1\nTERM\n1.1 It begins on signature.\n1.2 It ends after a year.';

function share(rule: BuildRule, record: Record<string, unknown>, lengths: number[], properties = {}, contextLine = '') {
  const scores = noBuildScores();
  scoreBuild(
    scores,
    { ...labelledRecord.parse({ text, ...record }), name: 'a' },
    {
      text,
      chunks: chunksOf(text, ...lengths).map(chunk => ({ ...chunk, contextLine })),
      mentions: [],
      facts: [],
      category: null,
      properties,
      entityOf: new Map(),
      failure: null,
    },
  );
  return scores.byRule.get(rule);
}

describe('scoreBuild', () => {
  it('wants clauses whole in one chunk', () => {
    const clauses = [{ quote: '1.1 It begins on signature.' }, { quote: '1.2 It ends after a year.' }];
    const rule = 'clauses whole in a chunk';
    expect(share(rule, { clauses }, [])).to.deep.equal({ right: 2, of: 2 });
    expect(share(rule, { clauses }, [text.indexOf('begins')])).to.deep.equal({ right: 1, of: 2 });
    expect(share(rule, { clauses: [{ quote: '1.3 It never ends.' }] }, [])).to.deep.equal({ right: 0, of: 1 });
  });

  it('wants headings at the start of a chunk, alone or after other headings', () => {
    const headings = [{ quote: 'ARTICLE 1' }, { quote: 'TERM' }];
    const rule = 'headings at the start of a chunk';
    expect(share(rule, { headings }, [])).to.deep.equal({ right: 2, of: 2 });
    expect(share(rule, { headings: [...headings, { quote: '1.2 It ends' }] }, [])).to.deep.equal({ right: 2, of: 3 });
    expect(share(rule, { headings }, [4])).to.deep.equal({ right: 1, of: 2 });
  });

  it('wants the page and line of testimony among those that its chunk names', () => {
    const anchors = [
      { page: 12, line: 9, text: '1.1 It begins' },
      { page: 13, line: 3, text: '1.2 It ends' },
    ];
    const rule = 'page and line of testimony with its chunk';
    expect(share(rule, { anchors }, [], {}, 'Deposition | 12:4-13:2')).to.deep.equal({ right: 1, of: 2 });
    expect(share(rule, { anchors }, [], {}, 'Deposition | 12:4-9')).to.deep.equal({ right: 1, of: 2 });
    expect(share(rule, { anchors }, [])).to.deep.equal({ right: 0, of: 2 });
  });

  it('counts words as often as they should be there', () => {
    expect(share('words kept', { words: 'It ends. It begins; it stays' }, [])).to.deep.equal({ right: 4, of: 6 });
  });

  it('wants labels right before their words, as printed or as cited', () => {
    const labels = [
      { label: '1.1', text: 'It begins' },
      { label: '(b)', cited: '1.2', text: 'It ends' },
      { label: '1.1', text: 'It ends' },
    ];
    expect(share('paragraph labels kept', { labels }, [])).to.deep.equal({ right: 2, of: 3 });
  });

  it('compares the fields of a mail one by one', () => {
    const mail = {
      from: '"Lee, Ann" <a@b.example>',
      to: ['c@d.example', 'e@f.example'],
      date: '2022-10-03T09:12:44-04:00',
      messageId: '<1@b.example>',
    };
    const properties = {
      from: [{ name: 'Lee, Ann', address: 'a@b.example' }],
      to: [{ name: '', address: 'c@d.example' }],
      date: '2022-10-03T13:12:44Z',
      messageId: '1@b.example',
    };
    expect(share('mail fields right', { mail }, [], { mail: properties })).to.deep.equal({ right: 3, of: 5 });
  });
});
