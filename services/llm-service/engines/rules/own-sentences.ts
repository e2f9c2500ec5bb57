/** The sentences of a passage, chunk by chunk, so that what is found in them cannot depend on how chunks are put together. */
import type { MentionRow } from '../../../../shared/domain/rows.ts';
import { sentenceEnds } from '../../../../shared/text/sentences.ts';
import type { Claim, Passage } from '../engine.ts';

export interface Sentence {
  text: string;
  /** Start in the passage. */
  start: number;
  /** Mentions of the chunk it is in. */
  mentions: MentionRow[];
  /** Ordinal of that chunk. */
  chunk: number;
}

/** Longest quote: a clause may run over a page. UTF-16 units. */
const maxQuote = 700;

/** Sentences within paragraphs within chunks, in order. Heads of mails and quoted words have none. */
export function* sentencesOf(passage: Passage): Generator<Sentence> {
  const byChunk = Map.groupBy(passage.mentions, ({ chunkId }) => chunkId);
  for (const { id, ordinal, charStart, charEnd, kind } of passage.chunks) {
    if (kind === 'quoted' || kind === 'headers') continue;
    const [from, to] = [charStart - passage.charStart, charEnd - passage.charStart];
    let start = from;
    for (const paragraph of passage.text.slice(from, to).split(/(?<=\n[^\S\n]{0,80}\n)/)) {
      let at = 0;
      // Of the paragraph alone: a search in the whole text for the next full stop would make a text without one quadratic.
      for (const end of paragraph.trim() === '' ? [] : sentenceEnds(paragraph, 0, paragraph.length)) {
        yield { text: paragraph.slice(at, end), start: start + at, mentions: byChunk.get(id) ?? [], chunk: ordinal };
        at = end;
      }
      start += paragraph.length;
    }
  }
}

/** The claim that a sentence proves; a long one is cut at white space around the words that matter. */
export function claimOfSentence(
  passage: Passage,
  sentence: Sentence,
  at: { index: number; length: number },
  claim: Pick<Claim, 'kind' | 'properties'> & { value?: string },
): Claim {
  const { text, start } = sentence;
  let [from, to] = [0, text.length];
  if (text.length > maxQuote) {
    from = Math.max(0, at.index - Math.floor(maxQuote / 3));
    to = Math.min(text.length, Math.max(at.index + at.length, from + maxQuote));
    if (from > 0) from = Math.min(at.index, from + Math.max(0, text.slice(from, at.index).search(/\s/)));
    const cut = text.slice(at.index + at.length, to).search(/\s\S*$/);
    if (to < text.length && cut >= 0) to = at.index + at.length + cut;
  }
  const slice = text.slice(from, to);
  const quote = slice.trim();
  return {
    kind: claim.kind,
    value: claim.value ?? quote.replace(/\s+/g, ' '),
    properties: claim.properties,
    quote,
    charStart: passage.charStart + start + from + slice.length - slice.trimStart().length,
  };
}
