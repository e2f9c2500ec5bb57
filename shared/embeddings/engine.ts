/** The capability of turning text into vectors, for llm-service, which stores them, and ingest-service, which searches by them. */
import type { EngineCalls } from '../engine-calls.ts';
import type { Usage } from '../model-api/usage.ts';

/** A text to embed. What it is about stands before it, and before each piece of one that is too long. */
export interface EmbeddingInput {
  context: string;
  text: string;
  /** It is what somebody searches for, not what is to be found: some models want other words before it. */
  isQuery?: true;
}

export interface Embedded {
  /** Of unit length, in the order of the inputs. */
  vectors: number[][];
  usage: Usage;
}

/** One backend. `embed` rejects with a `PipelineError` when the engine cannot answer. */
export interface EmbeddingEngine {
  readonly name: string;
  /** Stored with each vector: those of different models are never compared. */
  readonly model: string;
  /** It computes on this machine, and its tasks wait for one another. */
  readonly isBesideUs?: boolean;
  embed(inputs: readonly EmbeddingInput[], calls: EngineCalls): Promise<Embedded>;
  close?(): Promise<void>;
}
