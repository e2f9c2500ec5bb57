/** A model of the BERT family in this process, on one thread: ids of tokens in, one of its outputs back. Nothing but child processes may load it. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { OnnxDevice } from '../config/onnx-runtime.ts';
import { PipelineError } from '../errors.ts';

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

export interface ModelFile {
  path: string;
  device: OnnxDevice;
}

/** What a model has to be: `a token classifier`, whose output is `logits`, as `setting` wants it. */
export interface Wanted {
  setting: string;
  kind: string;
  output: string;
}

/** Throws `X_CONFIG` for a model that cannot be loaded on this device, or takes or gives something else than is wanted. */
export async function loadSession({ path, device }: ModelFile, wanted: Wanted): Promise<InferenceSession> {
  const { setting, kind, output } = wanted;
  const session = await load(path, device, setting);
  const foreign = session.inputNames.filter(name => !knownInputs.includes(name));
  if (foreign.length > 0 || !session.inputNames.includes('input_ids') || !session.outputNames.includes(output))
    throw new PipelineError('X_CONFIG', `the model of ${setting} is no ${kind}: input_ids in, ${output} out`);
  return session;
}

async function load(path: string, device: OnnxDevice, setting: string): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(path, { ...sessionOptions, executionProviders: [device] });
  } catch (cause) {
    const where = device === 'cuda' ? 'on CUDA (driver, CUDA 12 and cuDNN must be there)' : 'on the CPU';
    throw new PipelineError('X_CONFIG', `the model of ${setting} cannot be loaded ${where}`, { cause });
  }
}

/** What it gives for one window of tokens, special ones included. Nothing is padded, so all of it is seen. */
export async function runSession(session: InferenceSession, ids: readonly number[], output: string): Promise<Tensor> {
  const shape = [1, ids.length];
  const filled = (value: bigint) => new Tensor('int64', new BigInt64Array(ids.length).fill(value), shape);
  const inputs: Record<string, Tensor> = {
    input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
    attention_mask: filled(1n),
    token_type_ids: filled(0n),
  };
  const feeds = Object.fromEntries(session.inputNames.map(name => [name, inputs[name] as Tensor]));
  return (await session.run(feeds, [output]))[output] as Tensor;
}
