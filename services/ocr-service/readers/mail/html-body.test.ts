import { expect } from 'chai';
import { htmlBody } from './html-body.ts';

describe('htmlBody', () => {
  it('takes no marks from the sender, and is not held up by their number', function () {
    this.timeout(5_000);
    for (const [open, close] of [
      ['\ufdd0', '\ufdd1'],
      ['&#xFDD0;', '&#xfdd1'],
      ['&#64976;', '&#0064977;'],
      ['&#64976', '&#64977'],
    ]) {
      const { text, quotes } = htmlBody(`<p>a ${open}b${close} c</p><pre>${open}d${close}</pre>`);
      expect([text, quotes]).to.deep.equal(['a b c\n\nd', []]);
    }
    expect(htmlBody(`<p>${'\ufdd0'.repeat(1e5)}x${'\ufdd5'.repeat(1e5)}`).text).to.equal('x');
    expect(htmlBody('<p>&#xFDD0a; &#65005b &#8212;').text).to.match(/—$/);
  });

  it('takes the first rows of nothing but heads for the head of a table', () => {
    const { tables } = htmlBody(
      `<table>${'<tr><th>a</th><th>b</th></tr>'.repeat(2)}<tr><td>1</td><td>2</td></tr></table>`,
    );
    expect(tables.map(({ kind, start, end }) => [kind, start, end])).to.deep.equal([
      ['table', 0, 11],
      ['table-head', 0, 7],
    ]);
  });
});
