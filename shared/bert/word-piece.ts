/** BERT's WordPiece tokenizer, which keeps for every token the place it has in the text. */
import { PipelineError } from '../errors.ts';
import { type BasicWord, basicWords, type WordRules } from './basic-words.ts';

/** A token; `text.slice(start, end)` is what it stands for. */
export interface Token {
  id: number;
  start: number;
  end: number;
  /** The first of its word, which is the one models are trained to label. */
  opensWord: boolean;
}

export interface WordPiece {
  /** Tokens in order, without the special ones. Takes time in proportion to the length of `text`. */
  tokenize(text: string): Token[];
  /** Ids of the tokens that a model wants before and after a text. */
  start: number;
  end: number;
}

/** A word of more characters is unknown as a whole, as in the published code. */
const longestWord = 100;

/**
 * `vocabulary`: the lines of `vocab.txt`; the id of a piece is the number of its line. Throws `X_CONFIG` if it lacks a special token;
 * `setting`: the one that names the model.
 */
export function createWordPiece(vocabulary: readonly string[], rules: WordRules, setting: string): WordPiece {
  const ids = new Map(vocabulary.map((piece, id) => [piece, id]));
  const special = (name: string): number => {
    const id = ids.get(name);
    if (id === undefined) throw new PipelineError('X_CONFIG', `${setting}: vocab.txt lacks ${name}`);
    return id;
  };
  const [unknown, start, end] = [special('[UNK]'), special('[CLS]'), special('[SEP]')];
  const longestPiece = vocabulary.reduce((most, piece) => Math.max(most, piece.length), 0);
  return {
    start,
    end,
    tokenize(text) {
      const tokens: Token[] = [];
      for (const word of basicWords(text, rules)) {
        const pieces = split(word.text, ids, longestPiece);
        if (pieces) tokens.push(...pieces.map(piece => tokenOf(word, piece)));
        else tokens.push(tokenOf(word, { id: unknown, from: 0, to: word.text.length }));
      }
      return tokens;
    },
  };
}

interface Piece {
  id: number;
  /** Within the word. */
  from: number;
  to: number;
}

/** The longest piece that fits, again and again; nothing if some rest fits none. */
function split(word: string, ids: ReadonlyMap<string, number>, longestPiece: number): Piece[] | undefined {
  const whole = ids.get(word);
  if (whole !== undefined) return [{ id: whole, from: 0, to: word.length }];
  if (word.length > longestWord && [...word].length > longestWord) return undefined;
  const pieces: Piece[] = [];
  for (let from = 0; from < word.length; ) {
    const piece = longestAt(word, from, ids, longestPiece);
    if (!piece) return undefined;
    pieces.push(piece);
    from = piece.to;
  }
  return pieces;
}

function longestAt(
  word: string,
  from: number,
  ids: ReadonlyMap<string, number>,
  longestPiece: number,
): Piece | undefined {
  const prefix = from === 0 ? '' : '##';
  for (let to = Math.min(word.length, from + longestPiece); to > from; to--) {
    const id = ids.get(prefix + word.slice(from, to));
    if (id !== undefined) return { id, from, to };
  }
  return undefined;
}

const tokenOf = ({ starts, ends }: BasicWord, { id, from, to }: Piece): Token => ({
  id,
  start: starts[from] as number,
  end: ends[to - 1] as number,
  opensWord: from === 0,
});
