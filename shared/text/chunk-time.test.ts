import { expect } from 'chai';
import { chunkText } from './chunk.ts';

describe('the time chunkText takes', () => {
  for (const [name, piece] of [
    ['spaces', ' '],
    ['capitals', 'A'],
    ['brackets', '(a) '],
    ['numbers', '1. A '],
    ['line breaks', '\n'],
    ['tabs', 'a\t'],
    ['headings', 'ARTICLE I\n'],
    ['titles of contents', 'CONTENTS\n'],
    ['rules', '________\n'],
    ['numbers alone', '7\n'],
    ['numbers between blank lines', '7\n\n'],
    ['questions', 'Q. a\nA. b\n'],
    ['open brackets', '('],
    ['leaders', 'a ....... 1\n'],
    ['digits', '1 U.S. 1, '],
    ['mail heads', 'From: a\nTo: b\nSubject: c\n'],
    ['announcements', 'On Monday x\n'],
    ['nested lists', '1. a\n(a) b\n'],
  ] as const) {
    it(`takes a megabyte of ${name} in linear time`, () => {
      const time = (length: number) => {
        const text = piece.repeat(Math.ceil(length / piece.length));
        const startedAt = process.cpuUsage();
        chunkText(text, { maxTokens: 1000 });
        const { user, system } = process.cpuUsage(startedAt);
        return (user + system) / 1_000;
      };
      time(50_000);
      expect(time(1_000_000)).to.be.lessThan(5_000);
    }).timeout(30_000);
  }
});
