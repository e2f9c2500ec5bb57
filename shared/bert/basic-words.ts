/** Splits text as BERT's basic tokenizer does - cleaned, at white space, punctuation and ideographs - and knows where each character stood. */

export interface WordRules {
  /** Letters are made small. */
  lowerCase: boolean;
  /** Marks over letters are taken off, as models of small letters want it. */
  stripAccents: boolean;
}

/** A word as the vocabulary may spell it. */
export interface BasicWord {
  text: string;
  /** Where in the source each UTF-16 unit of `text` comes from: from the first of its character to the one past it. */
  starts: number[];
  ends: number[];
}

// The categories are those of `BasicTokenizer` in the published code of BERT (google-research/bert, tokenization.py), where
// white space is told before controls; unassigned characters go with the controls, as in Hugging Face's reading of it.
const space = /^[\s\p{Zs}]$/u;
const control = /^\p{C}$/u;
/** All ASCII that is no letter or digit counts, also `$` and `^`, which Unicode does not call punctuation. */
const punctuation = /^[\p{P}!-/:-@[-`{-~]$/u;
/** The "CJK Unified Ideographs" blocks of that code; Hangul and Kana are written with spaces or as words. */
const ideograph =
  /^[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b820}-\u{2ceaf}\u{2f800}-\u{2fa1f}]$/u;
const plainWord = /[A-Za-z0-9]+/y;

/** The words of `text`, in order. */
export function* basicWords(text: string, rules: WordRules): Generator<BasicWord> {
  let word = emptyWord();
  let at = 0;
  while (at < text.length) {
    // Nearly all text is this, and needs no look at each character.
    plainWord.lastIndex = at;
    const plain = plainWord.exec(text)?.[0];
    if (plain) {
      append(word, rules.lowerCase ? plain.toLowerCase() : plain, at, 1);
      at += plain.length;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) as number);
    const { length } = character;
    const spelled = normalised(character, rules);
    const kind = kindOf(character, spelled);
    if (kind === 'space' || kind === 'alone') {
      if (word.text) yield word;
      word = emptyWord();
    }
    if (kind === 'alone' || kind === 'letter') append(word, spelled, at, length, true);
    if (kind === 'alone') {
      if (word.text) yield word;
      word = emptyWord();
    }
    at += length;
  }
  if (word.text) yield word;
}

const emptyWord = (): BasicWord => ({ text: '', starts: [], ends: [] });

/** Adds `spelled`; `whole`: all of it comes from the one character at `at`, else each unit from one of its own. */
function append(word: BasicWord, spelled: string, at: number, length: number, whole = false): void {
  word.text += spelled;
  for (let unit = 0; unit < spelled.length; unit++) {
    const start = whole ? at : at + unit;
    word.starts.push(start);
    word.ends.push(start + length);
  }
}

/** Without accents some characters are punctuation (U+1FEF is a grave accent), and words are parted there. */
function kindOf(character: string, spelled: string): 'space' | 'left out' | 'alone' | 'letter' {
  if (/^[ \t\n\r]$/.test(character)) return 'space';
  if (character === '\ufffd' || control.test(character)) return 'left out';
  if (space.test(character)) return 'space';
  return punctuation.test(spelled) || ideograph.test(character) ? 'alone' : 'letter';
}

function normalised(character: string, { lowerCase, stripAccents }: WordRules): string {
  const bare = stripAccents ? character.normalize('NFD').replace(/\p{Mn}/gu, '') : character;
  return lowerCase ? bare.toLowerCase() : bare;
}
