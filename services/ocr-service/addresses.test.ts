import { expect } from 'chai';
import { joinAddresses } from './addresses.ts';
import type { Box } from './page.ts';

const joined = (text: string) =>
  joinAddresses(text.split(' ').map((word, at) => ({ text: word, box: [at / 10, 0.5, 0.05, 0.01] })))
    .map(word => word.text)
    .join(' ');

describe('joinAddresses', () => {
  it('joins a mail address before, after and on both sides of its sign', () => {
    expect(joined('write to lab @pacific.example, or call')).to.equal('write to lab@pacific.example, or call');
    expect(joined('write to j.doe@ pacific.example.')).to.equal('write to j.doe@pacific.example.');
    expect(joined('(j.doe @ pacific.example)')).to.equal('(j.doe@pacific.example)');
    expect(joined('lab@pacific. com; next')).to.equal('lab@pacific.com; next');
  });

  it('joins a web address after its scheme and before its last part', () => {
    expect(joined('at https:// court.example/forms today')).to.equal('at https://court.example/forms today');
    expect(joined('see www. uscourts.gov.')).to.equal('see www.uscourts.gov.');
    expect(joined('see www.uscourts. gov/forms')).to.equal('see www.uscourts.gov/forms');
  });

  it('leaves what is no address', () => {
    for (const text of [
      '12 panels @ $18,950.00 each',
      'panels @ 5.5 percent',
      'sent to lab@pacific. The answer came',
      'a copy to counsel @home only',
      'visit www.uscourts.gov. It is free',
    ])
      expect(joined(text)).to.equal(text);
  });

  it('gives the address the box of its pieces and the lower confidence', () => {
    const [word] = joinAddresses([
      { text: 'lab', box: [0.1, 0.5, 0.05, 0.01] as Box, confidence: 80 },
      { text: '@pacific.example', box: [0.16, 0.49, 0.2, 0.02] as Box, confidence: 60 },
    ]);
    expect(word).to.deep.include({ text: 'lab@pacific.example', confidence: 60 });
    expect(word?.box.map(value => value.toFixed(2))).to.deep.equal(['0.10', '0.49', '0.26', '0.02']);
  });
});
