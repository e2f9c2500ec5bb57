/** The task of the process that holds a model for embeddings; it is answered with the vector of the window. */
import type { ModelFile } from '../../bert/session.ts';
import type { Pooling } from '../../config/embedding-model.ts';

export interface EmbedTask extends ModelFile {
  pooling: Pooling;
  /** Tokens, special ones included. */
  ids: number[];
}
