/** A token classifier in this process: ids of tokens in, the likeliest label of each out. */
import type { InferenceSession } from 'onnxruntime-node';
import { loadSession, type ModelFile, runSession } from '../../../../shared/bert/session.ts';
import { PipelineError } from '../../../../shared/errors.ts';
import type { BertAnswer } from '../../child/protocol.ts';

const wanted = { setting: 'NER_BERT_MODEL', kind: 'token classifier', output: 'logits' };

/** Throws `X_CONFIG` for a model that cannot be loaded on this device, or takes or gives something else than a token classifier. */
export const loadClassifier = (file: ModelFile): Promise<InferenceSession> => loadSession(file, wanted);

/** Throws `X_CONFIG` if the model gives another number of labels. */
export async function classify(session: InferenceSession, ids: readonly number[], labels: number): Promise<BertAnswer> {
  const logits = await runSession(session, ids, wanted.output);
  if (logits.type !== 'float32' || logits.dims.join() !== [1, ids.length, labels].join()) {
    throw new PipelineError('X_CONFIG', `NER_BERT_MODEL: the model does not give the ${labels} labels of config.json`);
  }
  return readLogits(logits.data as Float32Array, labels);
}

/** The softmax of each row, of which only the largest is wanted. */
function readLogits(logits: Float32Array, labels: number): BertAnswer {
  const answer: BertAnswer = { labels: [], scores: [] };
  for (let row = 0; row < logits.length; row += labels) {
    const values = logits.subarray(row, row + labels);
    const most = Math.max(...values);
    // Of two alike the first; a model that gives no numbers is broken, and must not pass for one that finds nothing.
    if (!Number.isFinite(most))
      throw new PipelineError('X_ENGINE_ANSWER', 'the model gives values that are no numbers');
    answer.labels.push(values.indexOf(most));
    answer.scores.push(1 / values.reduce((sum, value) => sum + Math.exp(value - most), 0));
  }
  return answer;
}
