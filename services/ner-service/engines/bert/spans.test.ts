import { expect } from 'chai';
import { createWordPiece } from '../../../../shared/bert/word-piece.ts';
import { readLabels } from '../../../../shared/config/bert-labels.ts';
import { spansOf } from './spans.ts';

const names = ['O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG', 'B-LOC', 'I-LOC', 'B-MISC', 'I-MISC'];
const labels = readLabels(Object.fromEntries(names.map((name, id) => [id, name])));
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
const vocabulary = [
  ...['[UNK]', '[CLS]', '[SEP]', '.', ',', "'", '’', '-', '&', '(', ')', '"'],
  ...letters.flatMap(letter => [letter, `##${letter}`]),
];
const { tokenize } = createWordPiece(vocabulary, { lowerCase: false, stripAccents: false }, 'MODEL');

/** What is found in words that are each followed by a label; those without one are O. */
function found(marked: string): string[] {
  const text = marked.replace(/\/[BI]-[A-Z]+/g, '');
  const byStart = new Map<number, string>();
  let taken = 0;
  for (const { 0: written, 1: word = '', 2: label = '', index } of marked.matchAll(
    /([\p{L}\p{N}.]+|[^\s\p{L}])\/([BI]-[A-Z]+)/gu,
  )) {
    byStart.set(index - taken, label);
    taken += written.length - word.length;
  }
  const tokens = tokenize(text);
  // Only the first token of a word counts: models have learnt nothing of the others.
  const predictions = tokens.map(({ start, opensWord }) => {
    const label = opensWord ? (byStart.get(start) ?? 'O') : 'B-LOC';
    return { label: names.indexOf(label), score: 0.5 };
  });
  return spansOf(text, tokens, predictions, labels).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`);
}

describe('spans of labelled tokens', () => {
  it('begin with I- where models write B- only between two of a type, and with B- where they write it always', () => {
    expect(found('Ann/I-PER Roe/I-PER met/O Bo/I-PER')).to.deep.equal(['PERSON Ann Roe', 'PERSON Bo']);
    expect(found('Ann/I-PER Roe/I-PER Bo/B-PER Poe/I-PER')).to.deep.equal(['PERSON Ann Roe', 'PERSON Bo Poe']);
    expect(found('Ann/B-PER Roe/I-PER Bo/B-PER Poe/I-PER')).to.deep.equal(['PERSON Ann Roe', 'PERSON Bo Poe']);
    expect(found('Acme/I-ORG Ohio/I-LOC')).to.deep.equal(['ORGANIZATION Acme', 'LOCATION Ohio']);
  });

  it('leave out what has no type of ours, which parts what is around it', () => {
    expect(found('Ann/I-PER Martian/I-MISC Roe/I-PER')).to.deep.equal(['PERSON Ann', 'PERSON Roe']);
  });

  it('hold whole words, as newspapers count them', () => {
    expect(found("O/I-PER'Brien of AT/I-ORG&T and Hewlett/I-ORG-Packard in the U/I-LOC.S.")).to.deep.equal([
      "PERSON O'Brien",
      'ORGANIZATION AT&T',
      'ORGANIZATION Hewlett-Packard',
      'LOCATION U.S.',
    ]);
    expect(found('J/I-PER. Roe/I-PER, Acme/I-ORG Inc/I-ORG. and Bo/I-PER.')).to.deep.equal([
      'PERSON J. Roe',
      'ORGANIZATION Acme Inc.',
      'PERSON Bo',
    ]);
    expect(found("Ann/I-PER Roe/I-PER's and Jones/I-PER’ dog")).to.deep.equal(['PERSON Ann Roe', 'PERSON Jones']);
  });

  it('end within the time of a test, also where a word never ends', () => {
    // A second at most; steps that grow with the square of its length would take minutes.
    const text = 'a-'.repeat(400_000);
    const tokens = Array.from(text, (_, start) => ({ id: 0, start, end: start + 1, opensWord: true }));
    const predictions = tokens.map(() => ({ label: 1, score: 0.5 }));
    expect(spansOf(text, tokens, predictions, labels)).to.have.length(1);
  });

  it('know an abbreviation by a full stop that is far from its end', () => {
    const long = `U.${'s'.repeat(40)}`;
    expect(found(`${long}/I-ORG.`)).to.deep.equal([`ORGANIZATION ${long}.`]);
  });

  it('have no brackets and commas at their ends, and letters within', () => {
    expect(found('"/I-ORG Acme/I-ORG )/I-ORG')).to.deep.equal(['ORGANIZATION Acme']);
    expect(found(',/I-ORG (/I-ORG')).to.deep.equal([]);
  });

  it('end with a cell or a paragraph', () => {
    expect(found('Ann/I-PER\tRoe/I-PER\n\nBo/I-PER\nPoe/I-PER')).to.deep.equal([
      'PERSON Ann',
      'PERSON Roe',
      'PERSON Bo\nPoe',
    ]);
  });

  it('are as sure as their words on the whole', () => {
    const tokens = tokenize('A B');
    const predictions = [
      { label: 1, score: 0.9 },
      { label: 2, score: 0.5 },
    ];
    expect(spansOf('A B', tokens, predictions, labels)).to.deep.equal([
      { type: 'PERSON', start: 0, end: 3, score: 0.7 },
    ]);
  });
});
