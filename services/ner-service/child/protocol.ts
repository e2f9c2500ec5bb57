/** The task of the process that holds a token classifier, and what it answers. */
import type { OnnxDevice } from '../../../shared/config/onnx-runtime.ts';

export interface BertTask {
  /** Path of the model file. */
  path: string;
  device: OnnxDevice;
  /** How many labels the model gives each token. */
  labels: number;
  /** Tokens, special ones included. */
  ids: number[];
}

/** The likeliest label of each token, and how likely it is. */
export interface BertAnswer {
  labels: number[];
  scores: number[];
}
