/** Runs the phase of a stage that a task asks for, until it ends or its lease does. */
import { PipelineError } from '../shared/errors.ts';
import type { PlanResult, Stage, TaskContext, TaskResult } from './stage.ts';
import { LeaseLost } from './task-context.ts';

/** What the phase came to. Throws what it threw, `LeaseLost` once its signal is aborted, `X_CONFIG` if the stage has no such phase. */
export async function runPhase(stage: Stage, context: TaskContext): Promise<PlanResult> {
  if (context.signal.aborted) throw new LeaseLost();
  const { phase } = context.task;
  const run: ((context: TaskContext) => Promise<TaskResult>) | undefined = stage[phase]?.bind(stage);
  if (!run) throw new PipelineError('X_CONFIG', `the stage has no ${phase}`);
  // Work that does not watch its signal must not hold up a lost lease.
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new LeaseLost());
    context.signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([run(context), aborted]);
  } finally {
    if (onAbort) context.signal.removeEventListener('abort', onAbort);
  }
}
