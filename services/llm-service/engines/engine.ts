/** The capability of llm-service: what a document is and what it states, each claim with the words that prove it. */
import type { Warning } from '../../../queues/stage.ts';
import type { Category } from '../../../shared/domain/category.ts';
import type { FactKind } from '../../../shared/domain/facts.ts';
import type { ChunkRow, MentionRow, MentionType } from '../../../shared/domain/rows.ts';
import type { EngineCalls } from '../../../shared/engine-calls.ts';
import type { Usage } from '../../../shared/model-api/usage.ts';
import type { Vote } from './votes.ts';

/** A stretch of the document in whole chunks: all of it, or a batch. */
export interface Passage {
  mediaType: string;
  /** The exact text of `chunks`, joined. */
  text: string;
  /** Where `text` starts in the frozen text. All other offsets count from the start of the document. */
  charStart: number;
  chunks: ChunkRow[];
  mentions: MentionRow[];
  /** What the whole document was found to be; absent until it is known. */
  category?: Category;
}

/** What an engine says, with its proof. The stage checks the quote; an engine never decides whether it is right. */
export interface Claim {
  kind: FactKind;
  value: string;
  properties: Record<string, unknown>;
  /** The words of the document that prove the value. */
  quote: string;
  /** Where the engine believes the quote starts in the document; null if it cannot tell. */
  charStart: number | null;
}

/** Claims, and what a reader of them should know. */
export interface Answer {
  claims: Claim[];
  warnings: Warning[];
  /** What it cost; absent from an engine that costs nothing. */
  usage?: Usage;
}

/** The category, its proof, and how much spoke for each category. */
export interface Categorisation extends Answer {
  category: Category;
  scores: Partial<Record<Category, number>>;
}

/** What the stretches of a passage take the document for, in their order. */
export interface Votes {
  votes: Vote[];
  warnings: Warning[];
  usage: Usage;
}

/** Two names that the rules of resolution cannot tell apart or together, with the words around a mention of each. */
export interface NamePair {
  type: MentionType;
  a: { name: string; aliases: string[]; context: string };
  b: { name: string; aliases: string[]; context: string };
}

/** `unsure` pairs stay apart and are listed for review. */
export interface PairVerdict {
  verdict: 'same' | 'different' | 'unsure';
  reason: string;
}

/** One verdict a pair, in their order; undefined where the engine gave none. */
export interface Judgement {
  verdicts: (PairVerdict | undefined)[];
  usage?: Usage;
}

/** One backend of the stage. Every method rejects with a `PipelineError` when the engine cannot answer. */
export interface LlmEngine {
  readonly name: string;
  readonly model?: string;
  readonly version: string;
  /** Decides what the document is; given the whole of it. */
  categorise(document: Passage, calls: EngineCalls): Promise<Categorisation>;
  /**
   * In an engine that reads the whole of a document only piece by piece: the votes of a batch of its chunks. A long document is
   * then voted on in parts, and none of them is told a category.
   */
  vote?(batch: Passage, calls: EngineCalls): Promise<Votes>;
  /** What holds for the document as a whole: title, docket numbers. */
  describe(document: Passage, calls: EngineCalls): Promise<Answer>;
  /** What a batch of chunks states: dates, amounts. Must not depend on how the chunks were cut into batches. */
  findFacts(batch: Passage, calls: EngineCalls): Promise<Answer>;
  /** Whether each pair names the same entity; absent in an engine that knows no more than resolution does. */
  judge?(pairs: readonly NamePair[], calls: EngineCalls): Promise<Judgement>;
}
