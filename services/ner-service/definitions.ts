/** Reads what a document defines names as: `(the "Company")`, `("IFIC")`, `(hereinafter "Bard")`, `(collectively, “Bard”)`. */
import type { FoundMention } from './engines/engine.ts';

/** A term defined after a name. */
export interface Definition {
  term: string;
  /** "collectively", "together with": the term stands for what was named before as well. */
  collective: boolean;
  /** In quotation marks, which a term that is any word needs. */
  quoted: boolean;
  /** Right after the name, or after it and an apposition ("Acme, Inc., a Delaware corporation (the ...)"). */
  attached: 'right' | 'apposition' | 'no';
}

/** In brackets, or after words that announce a definition. */
const definition =
  /\(([^()]{0,160})\)|\b(?:referred\s+to|hereinafter|hereafter|herein\s+called|defined\s+as)\b([^.;()]{0,120})/gi;
const quoted = /(?:["“]|``|'')\s?([^"“”\n`]{2,50}?)[,.]?\s?(?:["”]|'')|[‘']([^'‘’\n]{2,40}?)[,.]?['’](?![\p{L}])/gu;
const bareName = /^\p{Lu}[\p{L}&-]*(?:\s\p{Lu}\p{L}*)?$/u;
/** A definition further from the name than this is of something else. */
const reach = 320;

const named: ReadonlySet<string> = new Set(['PERSON', 'ORGANIZATION', 'JUDGE']);
/** True for mentions that a definition can be of. */
export const isNamed = ({ type }: FoundMention): boolean => named.has(type);

/** The definitions between the name that ends at `end` and `next`, where the next name begins. */
export function definitionsAfter(text: string, end: number, next: number): Definition[] {
  const window = text.slice(end, Math.min(next, end + reach));
  const stop = window.search(/;|\n\s*\n/);
  return [...window.slice(0, stop === -1 ? window.length : stop).matchAll(definition)].flatMap(
    (match): Definition[] => {
      const words = match[1] ?? match[2] ?? '';
      const between = window.slice(0, match.index).replace(/\([^()]*\)/g, '');
      const attached = /^[\s,]*$/.test(between) ? 'right' : /^\s?,/.test(between) ? 'apposition' : 'no';
      const collective = /\b(?:collectively|together|jointly|each)\b/i.test(words);
      const terms = [...words.matchAll(quoted)].map(found => (found[1] ?? found[2] ?? '').replace(/\s+/g, ' ').trim());
      if (terms.length > 0) return terms.map(term => ({ term, collective, quoted: true, attached }));
      return match[1] !== undefined && bareName.test(words)
        ? [{ term: words, collective: false, quoted: false, attached }]
        : [];
    },
  );
}
