/** Puts a vector beside each chunk, so that a search finds it by what it means. */
import { pipeline } from '../../queues/pipeline.ts';
import type { TaskContext, Warning } from '../../queues/stage.ts';
import type { ChunkRow } from '../../shared/domain/rows.ts';
import type { EmbeddingEngine } from '../../shared/embeddings/engine.ts';
import { isRetryable, PipelineError } from '../../shared/errors.ts';
import { usageCounts } from '../../shared/model-api/usage.ts';
import { isOutage } from '../../shared/outage.ts';

/**
 * Embeds chunks with their context lines, which say what a piece of text is about and are never part of it. Facts do not fail with
 * it: what may pass is tried again with the task, and what does not is a warning that says that the vectors are missing, and why.
 */
export async function putEmbeddings(
  context: TaskContext,
  engine: EmbeddingEngine,
  chunks: readonly ChunkRow[],
): Promise<{ counts: Record<string, number>; warnings: Warning[] }> {
  const written = chunks.filter(({ text }) => text.trim() !== '');
  const inputs = written.map(({ contextLine, text }) => ({ context: contextLine, text }));
  const made = await engine.embed(inputs, context).catch(thrown => refusalOf(thrown, context));
  if (made instanceof PipelineError) {
    const at = written.map(({ ordinal }) => ordinal);
    const missing = { code: 'embeddings.missing', missing: true, count: at.length, at };
    return { counts: {}, warnings: [missing, { code: made.code }] };
  }
  const rows = written.map((chunk, i) => rowOf(context, engine, chunk, made.vectors[i] ?? []));
  await context.put({ chunkEmbeddings: rows });
  return { counts: { embeddings: rows.length, ...usageCounts(made.usage) }, warnings: [] };
}

const rowOf = (context: TaskContext, { model }: EmbeddingEngine, chunk: ChunkRow, embedding: number[]) => ({
  id: context.rowId('chunkEmbeddings', chunk.ordinal),
  ordinal: chunk.ordinal,
  chunkId: chunk.id,
  model,
  dimensions: embedding.length,
  embedding,
});

/** What the task can do without. The rest is thrown: its own end, what may pass; but its last attempt is not lost for the vectors alone. */
function refusalOf(thrown: unknown, { signal, task }: TaskContext): PipelineError {
  if (signal.aborted || !(thrown instanceof PipelineError) || isOutage(thrown)) throw thrown;
  if (isRetryable(thrown.code) && task.attempt < pipeline.llm.attempts) throw thrown;
  return thrown;
}
