/** Entry of the process that holds a model for embeddings, loaded with the first window it is given. */
import { loadSession, runSession } from '../../bert/session.ts';
import { serve } from '../../child/serve.ts';
import { PipelineError } from '../../errors.ts';
import { meanVector } from '../vectors.ts';
import type { EmbedTask } from './protocol.ts';

const wanted = { setting: 'EMBED_ONNX_MODEL', kind: 'encoder of text', output: 'last_hidden_state' };
let loading: ReturnType<typeof loadSession> | undefined;

serve<EmbedTask>(async ({ ids, pooling, ...file }) => {
  loading ??= loadSession(file, wanted);
  const { type, dims, data } = await runSession(await loading, ids, wanted.output);
  const [batch, tokens, dimensions = 0] = dims;
  if (type !== 'float32' || batch !== 1 || tokens !== ids.length || dims.length !== 3)
    throw new PipelineError('X_CONFIG', 'EMBED_ONNX_MODEL: the model does not give one vector for each token');
  // Special tokens count in the mean, as in training. Nothing is padded, so there is none to leave out.
  const used = pooling === 'cls' ? 1 : ids.length;
  const vectors = Array.from({ length: used }, (_, at) => [
    ...(data as Float32Array).subarray(at * dimensions, (at + 1) * dimensions),
  ]);
  const vector = meanVector(
    vectors,
    vectors.map(() => 1),
  );
  // Here, as JSON has no word for what is no number.
  if (!vector.every(Number.isFinite))
    throw new PipelineError('X_ENGINE_ANSWER', 'the model gives values that are no numbers');
  return vector;
});
