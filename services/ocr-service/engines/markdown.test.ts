import { expect } from 'chai';
import { lineText } from '../page.ts';
import { linesOfMarkdown } from './markdown.ts';

const read = (markdown: string) => linesOfMarkdown(markdown).map(line => [lineText(line), line.mark?.kind]);

describe('linesOfMarkdown', () => {
  it('makes marks of headings and items and keeps every word', () => {
    const markdown = '## 2.1 Term\nThis *Agreement* is **made**\nhere.\n\n- first\n  - second\n1. third';
    expect(read(markdown)).to.deep.equal([
      ['2.1 Term', 'heading'],
      ['This Agreement is made', undefined],
      ['here.', undefined],
      ['- first', 'list-item'],
      ['- second', 'list-item'],
      ['1. third', undefined],
    ]);
    const lines = linesOfMarkdown(markdown);
    expect(lines.map(line => line.opens)).to.deep.equal([true, true, false, true, false, false]);
    expect(lines.map(line => line.mark?.level)).to.deep.equal([2, undefined, undefined, 1, 2, undefined]);
  });

  it('leaves out the lines of a fence, and no words that stand beside its signs', () => {
    expect(read('```text\nAs agreed.\n```\n```Exhibit A: the deed')).to.deep.equal([
      ['As agreed.', undefined],
      ['```Exhibit A: the deed', undefined],
    ]);
  });

  it('makes lines of the rows of a table, with cells apart', () => {
    const lines = linesOfMarkdown('| Item | Price |\n| --- | ---: |\n| a \\| b | \\$5<br>net |');
    expect(lines.map(line => line.mark?.kind)).to.deep.equal(['table-head', 'table']);
    expect(lines.map(line => line.words.map(word => [word.text, word.opensCell ?? false]))).to.deep.equal([
      [
        ['Item', false],
        ['Price', true],
      ],
      [
        ['a', false],
        ['|', false],
        ['b', false],
        ['$5', true],
        ['net', false],
      ],
    ]);
  });

  it("leaves what is the document's own: omissions, blanks, minus signs, sums", () => {
    const own = ['He said * * * and left', '* * *', 'Name: ________', '- 500.00', '5 * 3 * 2', '§ 12 [sic] (b)'];
    expect(linesOfMarkdown(own.join('\n')).map(lineText)).to.deep.equal(own);
  });

  it('leaves out pictures and rules, and the targets of links', () => {
    expect(read('![img-0.jpeg](img-0.jpeg)\n\n---\n\n[the order](https://court.example/1)')).to.deep.equal([
      ['the order', undefined],
    ]);
  });
});
