/** A token classifier in this process, on one thread: ids of tokens in, the likeliest label of each out. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { PipelineError } from '../../../../shared/errors.ts';
import type { BertAnswer, BertTask } from '../../child/protocol.ts';

/** Threads would only take turns with those of other replicas, and one window of one text leaves them little to share. */
const sessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // Errors only.
  logSeverityLevel: 3,
} as const;

const knownInputs: readonly string[] = ['input_ids', 'attention_mask', 'token_type_ids'];

/** Throws `X_CONFIG` for a model that cannot be loaded on this device, or takes or gives something else than a token classifier. */
export async function loadClassifier({ path, device }: Pick<BertTask, 'path' | 'device'>): Promise<InferenceSession> {
  const session = await load(path, device);
  const foreign = session.inputNames.filter(name => !knownInputs.includes(name));
  if (foreign.length > 0 || !session.inputNames.includes('input_ids') || !session.outputNames.includes('logits')) {
    throw new PipelineError('X_CONFIG', 'the model of NER_BERT_MODEL is no token classifier: input_ids in, logits out');
  }
  return session;
}

async function load(path: string, device: BertTask['device']): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(path, { ...sessionOptions, executionProviders: [device] });
  } catch (cause) {
    const where = device === 'cuda' ? 'on CUDA (driver, CUDA 12 and cuDNN must be there)' : 'on the CPU';
    throw new PipelineError('X_CONFIG', `the model of NER_BERT_MODEL cannot be loaded ${where}`, { cause });
  }
}

/** Throws `X_CONFIG` if the model gives another number of labels. */
export async function classify(session: InferenceSession, ids: readonly number[], labels: number): Promise<BertAnswer> {
  const shape = [1, ids.length];
  const filled = (value: bigint) => new Tensor('int64', new BigInt64Array(ids.length).fill(value), shape);
  const inputs: Record<string, Tensor> = {
    input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
    attention_mask: filled(1n),
    token_type_ids: filled(0n),
  };
  const feeds = Object.fromEntries(session.inputNames.map(name => [name, inputs[name] as Tensor]));
  const { logits } = await session.run(feeds, ['logits']);
  if (logits?.type !== 'float32' || logits.dims.join() !== [...shape, labels].join()) {
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
