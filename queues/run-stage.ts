/** Drives a stage: takes jobs, claims their tasks, runs plan, part or finish, seals or fails them, publishes what is next. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Job as BullJob, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { StageName } from '../shared/domain/stage.ts';
import { isRetryable, PipelineError, toPipelineError } from '../shared/errors.ts';
import { faultPoint } from '../shared/fault-points.ts';
import type { FileCache } from '../shared/files/cache.ts';
import type { FileStore } from '../shared/files/store.ts';
import { payloadVersion } from '../shared/jobs/envelope.ts';
import type { Log } from '../shared/log.ts';
import { isRefusal } from '../shared/record/client.ts';
import type { Rows } from '../shared/record/rows.ts';
import type { ClaimAnswer, Claimed, Delivery, Tasks } from '../shared/record/tasks.ts';
import { stackOf } from '../shared/service.ts';
import { keepJobs, type Queues, withinDeadline } from './connection.ts';
import { type AbortReason, createLeases } from './leases.ts';
import { queueName } from './names.ts';
import { type Job, pipeline } from './pipeline.ts';
import { publishAll } from './publish.ts';
import type { PlanResult, Stage, TaskContext, TaskResult } from './stage.ts';
import { createTaskContext, LeaseLost } from './task-context.ts';

export interface RunnerOptions {
  stageName: StageName;
  stage: Stage;
  tasks: Tasks;
  rows: Rows;
  files: FileCache;
  /** Takes the bytes of files found inside documents. */
  store: FileStore;
  queues: Queues;
  /** A connection of the worker's own: it blocks. */
  redis: Redis;
  prefix: string;
  concurrency: number;
  leaseMs: number;
  graceMs: number;
  log: Log;
}

export interface Runner {
  /** Takes nothing new, lets tasks finish within the grace time, then aborts them and gives their claims back. */
  stop(): Promise<void>;
}

/** An engine that asks to wait and does not say how long; times 0.5 to 1.5 so that a crowd does not come back at once. */
const busyPauseMs = 15_000;

/** Starts taking jobs of one stage. */
export function runStage(options: RunnerOptions): Runner {
  const { stageName, stage, tasks, log } = options;
  const workerName = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  const leases = createLeases(tasks, options.leaseMs, log);
  const stopping = new AbortController();

  const takeJob = async (job: BullJob): Promise<void> => {
    const payload = parsePayload(stageName, job.data, log);
    const { taskId } = payload;
    const claim = await claimWhenAnswered({
      taskId,
      worker: workerName,
      token: randomUUID(),
      leaseMs: options.leaseMs,
      inputs: stage.reads,
    });
    if (claim.status !== 'claimed') {
      // The record delivers again when it is time; only a task nobody knows is worth a look.
      log[claim.status === 'unknown' ? 'error' : 'debug']('task.not_claimed', {
        taskId,
        status: claim.status,
      });
      return;
    }
    await runTask(claim);
  };

  /** While the record does not answer, its jobs are kept and not burnt: the worker takes nothing new until it does. */
  const claimWhenAnswered = async (asked: Parameters<Tasks['claim']>[0]): Promise<ClaimAnswer> => {
    for (let pauseMs = 500; ; pauseMs = Math.min(pauseMs * 2, 5_000)) {
      try {
        return await tasks.claim(asked);
      } catch (thrown) {
        const error = toPipelineError(thrown);
        const isAway = error.code === 'X_RECORD' && !isRefusal(error);
        if (!isAway || stopping.signal.aborted) throw boardError(`${error.code}: ${error.message}`);
        log.warn('claim.waits', { taskId: asked.taskId, reason: error.message, pauseMs });
        await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined); // woken early: one last try
      }
    }
  };

  const runTask = async (claim: Claimed): Promise<void> => {
    const { task, token } = claim;
    const startedAt = performance.now();
    const taskLog = log.with({
      stage: stageName,
      taskId: task.id,
      documentId: claim.document.id,
      generation: task.generation,
      claim: claim.claim,
    });
    taskLog.info('task.started', { phase: task.phase, ordinal: task.ordinal, attempt: task.attempt });
    const lease = leases.hold(task.id, token);
    const ms = () => Math.round(performance.now() - startedAt);
    const { context, unwritten } = createTaskContext(claim, options, lease.signal, taskLog);
    try {
      await faultPoint('after-claim', claim.document.id);
      const result = await runPhase(stage, context);
      await faultPoint('before-commit', claim.document.id);
      const answer = await tasks.commit({
        taskId: task.id,
        token,
        outcome: result.outcome,
        document: result.document,
        parts: result.parts,
        ...unwritten(),
      });
      await faultPoint('after-commit', claim.document.id);
      taskLog.info(answer.status === 'fenced' ? 'task.fenced' : 'task.done', {
        phase: task.phase,
        ms: ms(),
        parts: result.parts?.length,
        ...result.outcome.counts,
      });
      if (answer.status !== 'fenced') {
        await publishNext(answer.deliveries, taskLog);
        // A rerun found again what is a document already.
        await removeAll(
          (answer.unusedKeys ?? []).map(storageKey => ({ storageKey })),
          taskLog,
        );
      }
    } catch (thrown) {
      const discard = () => removeAll(unwritten().children, taskLog);
      await endBadly(claim, thrown, lease.signal, taskLog, ms(), discard);
    } finally {
      lease.end();
    }
  };

  /** Fails or releases the task. Throws when the attempt failed, so that the job is red on the board, with its code. */
  const endBadly = async (
    { task, token }: Claimed,
    thrown: unknown,
    signal: AbortSignal,
    taskLog: Log,
    ms: number,
    /** Lets go of what the task stored; only once it is certain that no commit went through. */
    discard: () => Promise<void>,
  ): Promise<void> => {
    const reason = signal.aborted ? (signal.reason as AbortReason) : undefined;
    if (reason?.kind === 'lost' || (thrown instanceof LeaseLost && reason === undefined)) {
      taskLog.warn('task.lost', { ms });
      return;
    }
    if (reason?.kind === 'shutdown') {
      if ((await tasks.release(task.id, token)) === 'released') await discard();
      taskLog.info('task.released', { ms });
      return;
    }
    const error = reason?.kind === 'timeout' ? reason.error : toPipelineError(thrown);
    if (error.code === 'X_ENGINE_BUSY') return waitForEngine({ task, token }, error, taskLog, ms, discard);
    const retryable = isRetryable(error.code);
    const answer = await tasks.fail({
      taskId: task.id,
      token,
      code: error.code,
      message: error.message,
      retryable,
      engine: error.engine,
      retryAfterMs: error.retryAfterMs,
    });
    if (answer.status === 'fenced') {
      // Somebody else holds it by now, or a commit went through whose answer was lost.
      taskLog.warn('task.lost', { ms, code: error.code });
      return;
    }
    await discard();
    const again = answer.status === 'retrying';
    taskLog[again ? 'warn' : 'error']('task.failed', {
      phase: task.phase,
      ms,
      code: error.code,
      attempt: task.attempt,
      again,
      reason: error.message,
      stack: stackOf(thrown),
    });
    if (answer.status === 'failed') await publishNext(answer.deliveries, taskLog);
    throw boardError(`${error.code}: ${error.message} (attempt ${task.attempt}${again ? ', will retry' : ''})`);
  };

  /** No fault of the task: it costs no attempt, so that a limit of requests fails no project, however large. */
  const waitForEngine = async (
    { task, token }: Pick<Claimed, 'task' | 'token'>,
    error: PipelineError,
    taskLog: Log,
    ms: number,
    discard: () => Promise<void>,
  ): Promise<never> => {
    const pauseMs = Math.round(error.retryAfterMs ?? busyPauseMs * (0.5 + Math.random()));
    if ((await tasks.release(task.id, token, pauseMs)) === 'released') await discard();
    taskLog.warn('task.waits', { phase: task.phase, ms, code: error.code, pauseMs });
    throw boardError(`${error.code}: ${error.message} (goes on in ${pauseMs} ms)`);
  };

  const publishNext = async (deliveries: Delivery[], taskLog: Log): Promise<void> => {
    if (deliveries.length === 0) return;
    try {
      await faultPoint('before-publish', deliveries[0]?.documentId);
      await publishAll(options.queues, deliveries);
      await faultPoint('after-publish', deliveries[0]?.documentId);
    } catch (thrown) {
      // Marked in the record already: the reconciler looks again in 15 seconds.
      taskLog.warn('task.publish_late', { count: deliveries.length, code: toPipelineError(thrown).code });
    }
  };

  /** Removes stored bytes that no document came of. */
  const removeAll = async (files: { storageKey: string }[], taskLog: Log): Promise<void> => {
    for (const { storageKey } of files) {
      try {
        await options.store.remove(storageKey);
      } catch (thrown) {
        // What became of the task is decided: a file too many in the store changes nothing about it.
        taskLog.error('file.left', { code: toPipelineError(thrown).code });
      }
    }
  };

  const worker = new Worker(queueName(stageName), takeJob, {
    connection: options.redis,
    prefix: options.prefix,
    concurrency: options.concurrency,
    lockDuration: 60_000,
    // The record counts deaths; BullMQ only moves the job back.
    maxStalledCount: 1_000_000,
    skipVersionCheck: true,
    removeOnComplete: keepJobs.removeOnComplete,
    removeOnFail: keepJobs.removeOnFail,
  });
  worker.on('error', () => undefined); // the connection reports its own outages; failed jobs are logged where they fail

  return {
    async stop() {
      stopping.abort();
      const hurry = setTimeout(() => leases.abortAll(), options.graceMs);
      try {
        await withinDeadline(worker.close(), options.graceMs + 5_000, 'close worker');
      } finally {
        clearTimeout(hurry);
        leases.stop();
        await stage.close?.();
      }
    },
  };
}

async function runPhase(stage: Stage, context: TaskContext): Promise<PlanResult> {
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

/** Parses a job's data. Throws, with the failing paths and never the values, what ends this job but not the document. */
function parsePayload(stageName: StageName, data: unknown, log: Log): Job {
  const parsed = pipeline[stageName].payload.safeParse(data);
  if (parsed.success) return parsed.data as Job;
  const version = (data as { v?: unknown } | null)?.v;
  const paths = parsed.error.issues.map(issue => issue.path.join('.') || issue.code).join(', ');
  log.error('payload.refused', { code: 'I_PAYLOAD', paths, knownVersion: version === payloadVersion });
  throw boardError(`I_PAYLOAD: ${paths}`);
}

/** An error as the board shows it: one line, no stack. */
function boardError(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
