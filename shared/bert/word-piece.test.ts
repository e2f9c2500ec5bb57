import { PreTrainedTokenizer } from '@huggingface/transformers';
import { expect } from 'chai';
import fc from 'fast-check';
import type { WordRules } from './basic-words.ts';
import { createWordPiece } from './word-piece.ts';

const cased: WordRules = { lowerCase: false, stripAccents: false };
const uncased: WordRules = { lowerCase: true, stripAccents: true };

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
/** The vocabulary of the tests published with BERT (tokenization_test.py), and letters for words of any kind. */
const vocabulary = [
  ...special,
  ...['want', '##want', '##ed', 'wa', 'un', 'runn', '##ing', ',', '##aff', '##able', 'low', 'lowest', 'Smith', '##son'],
  ...['.', "'", '$', '-', '(', ')', '[', ']', 'é', '##é', 'e', '##e', '張', '三', 'ß', '##ß', '😀', '##😀', 'Σ', '한'],
  ...'abcdfghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split('').flatMap(it => [it, `##${it}`]),
];

const pieces = (text: string, rules = cased): string[] =>
  createWordPiece(vocabulary, rules, 'MODEL')
    .tokenize(text)
    .map(({ id }) => vocabulary[id] as string);

/** Another implementation of the same tokenizer, which keeps no offsets. */
const oracle = ({ lowerCase, stripAccents }: WordRules) =>
  new PreTrainedTokenizer(
    {
      added_tokens: [],
      normalizer: {
        type: 'BertNormalizer',
        ...{ clean_text: true, handle_chinese_chars: true, strip_accents: stripAccents, lowercase: lowerCase },
      },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      post_processor: null,
      decoder: { type: 'WordPiece', prefix: '##', cleanup: false },
      model: {
        type: 'WordPiece',
        ...{ unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100 },
        vocab: Object.fromEntries(vocabulary.map((piece, id) => [piece, id])),
      },
    },
    {},
  );

/** Characters that tokenizers treat in ways of their own, among words. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom('unaffable', 'wanted', 'Smithson', 'low', 'lowest', 'xyz', ' ', ' ', '\n', '\t', '\u00a0'),
      fc.constantFrom('\u200b', '\u0000', '\ufffd', '\u2028', '\u3000', '\f', '\u00ad', 'é', 'e\u0301', 'ß', 'ﬁ', '😀'),
      fc.constantFrom("'", '’', '“', '$', '-', '–', '.', '[', ']', '張三', '한국', 'İ', 'Ǆ', '§', '©'),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    ),
    { maxLength: 40 },
  )
  .map(parts => parts.join(''));

describe('the WordPiece tokenizer', () => {
  it('splits as the published examples do', () => {
    expect(pieces('unwanted running')).to.deep.equal(['un', '##want', '##ed', 'runn', '##ing']);
    expect(pieces('unwantedX running')).to.include.members(['runn', '##ing']);
    expect(pieces('unaffable')).to.deep.equal(['un', '##aff', '##able']);
    expect(pieces('UNwant\u00e9d,running', uncased)).to.deep.equal(['un', '##want', '##ed', ',', 'runn', '##ing']);
    expect(pieces('')).to.deep.equal([]);
    expect(pieces('☃ low')).to.deep.equal(['[UNK]', 'low']);
    expect(pieces('a'.repeat(101))).to.deep.equal(['[UNK]']);
    expect(pieces('a'.repeat(100))).to.have.length(100);
  });

  it('keeps accents and capitals for cased models, and takes them off for others', () => {
    expect(pieces('Smith é')).to.deep.equal(['Smith', 'é']);
    expect(pieces('É E\u0301', uncased)).to.deep.equal(['e', 'e']);
    // Without its accent this is punctuation.
    expect(pieces('low\u1fefwant', uncased)).to.deep.equal(['low', '[UNK]', 'want']);
  });

  it('parts ideographs and punctuation, and leaves out what nobody sees', () => {
    expect(pieces('張三Smith')).to.deep.equal(['張', '三', 'Smith']);
    expect(pieces("Smith's")).to.deep.equal(['Smith', "'", 's']);
    expect(pieces('un\u200bwant\u0000ed')).to.deep.equal(['un', '##want', '##ed']);
    expect(pieces('low\u00a0low\u3000low')).to.deep.equal(['low', 'low', 'low']);
  });

  it('takes words of the text that look like special tokens for words', () => {
    expect(pieces('[SEP]')).to.deep.equal(['[', 'S', '##E', '##P', ']']);
  });

  for (const [name, rules] of Object.entries({ cased, uncased })) {
    it(`gives every token the place of its text (${name})`, () => {
      const { tokenize } = createWordPiece(vocabulary, rules, 'MODEL');
      const read = (slice: string): string => {
        const clean = slice.replace(/(?![\t\n\r])[\p{C}\ufffd]/gu, '');
        const bare = rules.stripAccents ? clean.normalize('NFD').replace(/\p{Mn}/gu, '') : clean;
        return rules.lowerCase ? [...bare].map(letter => letter.toLowerCase()).join('') : bare;
      };
      const check = (source: string) => {
        let last = 0;
        for (const { id, start, end } of tokenize(source)) {
          const piece = vocabulary[id] as string;
          expect(start).to.be.at.least(last);
          expect(end).to.be.greaterThan(start);
          if (piece !== '[UNK]') expect(read(source.slice(start, end))).to.equal(piece.replace(/^##(?=.)/u, ''));
          last = end;
        }
        const rest = tokenize(source).reduceRight(
          (left, { start, end }) => left.slice(0, start) + left.slice(end),
          source,
        );
        // Nothing but white space, controls and marks that were taken off is in no token.
        expect(rest.replace(/[\s\p{Zs}\p{C}\ufffd]/gu, '').replace(rules.stripAccents ? /\p{Mn}/gu : '', '')).to.equal(
          '',
        );
      };
      fc.assert(fc.property(text, check), { numRuns: 500 });
    });

    it(`gives the ids that another implementation gives (${name})`, () => {
      const { tokenize } = createWordPiece(vocabulary, rules, 'MODEL');
      const other = oracle(rules);
      const check = (source: string) => {
        // It does not know unassigned characters and ideographs beyond 16 bits, and makes a final sigma of its own.
        const known = source.replace(/[\p{Cn}\u{20000}-\u{2fa1f}Σ]/gu, '');
        const ids = other.encode(known, { add_special_tokens: false });
        expect(tokenize(known).map(({ id }) => id)).to.deep.equal(ids);
      };
      fc.assert(fc.property(text, check), { numRuns: 500 });
    });
  }

  it('wants the special tokens', () => {
    expect(() => createWordPiece(['[UNK]', '[CLS]'], cased, 'MODEL')).to.throw(/^MODEL: .* lacks \[SEP\]/);
  });
});
