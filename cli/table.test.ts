import { expect } from 'chai';
import { counted, instant, pairs, table } from './table.ts';

describe('tables', () => {
  it('aligns numbers to the right and leaves nothing trailing', () => {
    const lines = table(
      ['file', 'pages'],
      [
        ['a.pdf', 12],
        ['longer.pdf', null],
      ],
    ).split('\n');
    expect(lines[2]).to.match(/^a\.pdf +12$/);
    expect(lines[3]).to.equal('longer.pdf');
  });

  it('lets no name command the terminal', () => {
    const hostile = 'a\u001b[2J\r\n\u202egpj.exe';
    for (const shown of [table(['x'], [[hostile]]), pairs([['x', hostile]])]) {
      for (const control of ['\u001b', '\r', '\u202e']) expect(shown).not.to.contain(control);
      expect(shown).to.contain('gpj.exe');
    }
  });

  it('leaves out pairs without a value', () => {
    expect(
      pairs([
        ['a', 'x'],
        ['bb', null],
        ['cc', 0],
      ]),
    ).to.equal('a   x\ncc  0');
  });

  it('counts and tells time as people do', () => {
    expect([counted(1, 'file'), counted(2, 'file')]).to.deep.equal(['1 file', '2 files']);
    expect(instant('2026-03-04T15:06:07.123456+02:00')).to.equal('2026-03-04 13:06:07 UTC');
  });
});
