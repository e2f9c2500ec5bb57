/** Drives a stage: takes jobs, claims their tasks, runs plan, part or finish, seals or fails them, publishes what is next. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Job as BullJob, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { StageName } from '../shared/domain/stage.ts';
import { isRetryable, type PipelineError, toPipelineError } from '../shared/errors.ts';
import { faultPoint } from '../shared/fault-points.ts';
import type { FileCache } from '../shared/files/cache.ts';
import type { FileStore } from '../shared/files/store.ts';
import type { Log } from '../shared/log.ts';
import { isOutage } from '../shared/outage.ts';
import type { Rows } from '../shared/record/rows.ts';
import type { ClaimAnswer, Claimed, Tasks } from '../shared/record/tasks.ts';
import { stackOf } from '../shared/service.ts';
import { publishNext, removeAll } from './after-task.ts';
import { createGate, suspectFrom } from './alone.ts';
import { askAgain } from './ask-again.ts';
import { boardError, codeAndMessage } from './board-error.ts';
import { keepJobs, type Queues, withinDeadline } from './connection.ts';
import type { EngineCallOptions } from './engine-calls.ts';
import { type AbortReason, createLeases } from './leases.ts';
import { type Attempt, beginAttempt, beginStage, countClaim, countPages } from './metrics/tasks.ts';
import { queueName } from './names.ts';
import { outagePauseMs } from './outage-pause.ts';
import { parsePayload } from './parse-payload.ts';
import { runPhase } from './run-phase.ts';
import type { Stage } from './stage.ts';
import { createTaskContext, LeaseLost } from './task-context.ts';
import { createSlots, type Slot, watchWorker } from './watch-worker.ts';

export interface RunnerOptions {
  stageName: StageName;
  stage: Stage;
  tasks: Tasks;
  rows: Rows;
  files: FileCache;
  /** Takes the bytes of files found inside documents. */
  store: FileStore;
  calls: EngineCallOptions;
  queues: Queues;
  /** A connection of the worker's own: it blocks. */
  redis: Redis;
  prefix: string;
  concurrency: number;
  leaseMs: number;
  graceMs: number;
  log: Log;
  /** The worker can no longer fetch: only a new process helps. */
  onStalled(): void;
  /** How often that is looked at. */
  watchEveryMs?: number;
}

export interface Runner {
  /** Takes nothing new, lets tasks finish within the grace time, then aborts them and gives their claims back. */
  stop(): Promise<void>;
}

/** A suspect that met another one comes back after so long. */
const suspectPauseMs = 5_000;

/** Starts taking jobs of one stage. */
export function runStage(options: RunnerOptions): Runner {
  const { stageName, stage, tasks, log } = options;
  const workerName = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  const leases = createLeases(tasks, options.leaseMs, log);
  const stopping = new AbortController();
  const slots = createSlots();
  const gate = createGate();
  beginStage(stageName);

  const takeJob = async (job: BullJob): Promise<void> => {
    const slot = slots.take();
    await gate.enter();
    try {
      await claimAndRun(job, slot);
    } finally {
      gate.leave();
      slot.free();
    }
  };

  const claimAndRun = async (job: BullJob, slot: Slot): Promise<void> => {
    const payload = parsePayload(stageName, job.data, log);
    const { taskId, phase } = payload;
    const claim = await claimWhenAnswered({
      taskId,
      worker: workerName,
      token: randomUUID(),
      leaseMs: options.leaseMs,
      inputs: stage.reads,
      engines: stage.needs?.[phase]?.map(engine => `${stageName}/${engine}`),
    });
    countClaim(stageName, claim.status);
    if (claim.status !== 'claimed') {
      // The record delivers again when it is time; only a task nobody knows is worth a look.
      log[claim.status === 'unknown' ? 'error' : 'debug']('task.not_claimed', { taskId, status: claim.status });
      return;
    }
    const attempt = beginAttempt({ stage: stageName, phase: claim.task.phase });
    try {
      await runTask(claim, slot, attempt);
    } finally {
      attempt.close();
    }
  };

  /** While the record does not answer, its jobs are kept and not burnt: the worker takes nothing new until it does. */
  const claimWhenAnswered = async (asked: Parameters<Tasks['claim']>[0]): Promise<ClaimAnswer> => {
    try {
      return await askAgain(() => tasks.claim(asked), {
        signal: stopping.signal,
        mostMs: Number.POSITIVE_INFINITY,
        slowMs: options.leaseMs * 2,
        onWait: (error, pauseMs) => log.warn('claim.waits', { taskId: asked.taskId, reason: error.message, pauseMs }),
      });
    } catch (thrown) {
      throw boardError(codeAndMessage(toPipelineError(thrown)));
    }
  };

  /** Tells the record how a task ended badly. When it cannot be told, the lease runs out. */
  const tell = async <T>(ask: () => Promise<T>, taskLog: Log): Promise<T> => {
    try {
      return await askAgain(ask, { signal: stopping.signal, mostMs: options.leaseMs });
    } catch (thrown) {
      const error = toPipelineError(thrown);
      taskLog.error('task.untold', { code: error.code, reason: error.message });
      throw boardError(codeAndMessage(error));
    }
  };

  const runTask = async (claim: Claimed, slot: Slot, attempt: Attempt): Promise<void> => {
    const { task, token } = claim;
    const taskLog = log.with({
      stage: stageName,
      taskId: task.id,
      documentId: claim.document.id,
      generation: task.generation,
      claim: claim.claim,
    });
    taskLog.info('task.started', { phase: task.phase, ordinal: task.ordinal, attempt: task.attempt });
    const lease = leases.hold(task.id, token);
    slot.lease = lease.signal;
    const { context, unwritten, outcomeOf } = createTaskContext(claim, options, lease.signal, taskLog);
    const isSuspect = claim.expirations >= suspectFrom;
    const openGate = isSuspect ? await gate.alone() : undefined;
    if (isSuspect && !openGate) {
      lease.end();
      await tell(() => tasks.release(task.id, token, suspectPauseMs), taskLog);
      return attempt.ended('released');
    }
    // One whose lease has ended keeps nobody waiting, even if it hangs.
    if (openGate) lease.signal.addEventListener('abort', openGate, { once: true });
    try {
      await faultPoint('after-claim', claim.document.id);
      const result = await runPhase(stage, context);
      await faultPoint('before-commit', claim.document.id);
      const { document, parts } = result;
      const sealed = { taskId: task.id, token, outcome: outcomeOf(result), document, parts, ...unwritten() };
      // Without an answer it may have gone through: then the next one says so.
      const patience = { signal: lease.signal, mostMs: options.leaseMs };
      const answer = await askAgain(() => tasks.commit(sealed), patience);
      await faultPoint('after-commit', claim.document.id);
      const isFenced = answer.status === 'fenced';
      attempt.ended(isFenced ? 'fenced' : 'done');
      taskLog.info(isFenced ? 'task.fenced' : 'task.done', {
        phase: task.phase,
        ms: attempt.ms(),
        parts: result.parts?.length,
        ...result.outcome.counts,
      });
      if (answer.status !== 'fenced') {
        countPages(result.outcome);
        await publishNext(options.queues, answer.deliveries, taskLog);
        // A rerun found again what is a document already.
        await removeAll(
          options.store,
          (answer.unusedKeys ?? []).map(storageKey => ({ storageKey })),
          taskLog,
        );
      }
    } catch (thrown) {
      const discard = () => removeAll(options.store, unwritten().children, taskLog);
      await endBadly(claim, thrown, lease.signal, taskLog, attempt, discard);
    } finally {
      lease.end();
      openGate?.();
    }
  };

  /** Fails or releases the task. Throws when the attempt failed, so that the job is red on the board, with its code. */
  const endBadly = async (
    { task, token, claim }: Claimed,
    thrown: unknown,
    signal: AbortSignal,
    taskLog: Log,
    attempt: Attempt,
    /** Lets go of what the task stored; only once it is certain that no commit went through. */
    discard: () => Promise<void>,
  ): Promise<void> => {
    const reason = signal.aborted ? (signal.reason as AbortReason) : undefined;
    if (reason?.kind === 'lost' || (thrown instanceof LeaseLost && reason === undefined)) {
      taskLog.warn('task.lost', { ms: attempt.ms() });
      return attempt.ended('lost');
    }
    if (reason?.kind === 'shutdown') {
      if ((await tell(() => tasks.release(task.id, token), taskLog)) === 'released') await discard();
      taskLog.info('task.released', { ms: attempt.ms() });
      return attempt.ended('released');
    }
    const error = reason?.kind === 'timeout' ? reason.error : toPipelineError(thrown);
    if (isOutage(error)) return waitItOut({ task, token, claim }, error, taskLog, attempt, discard);
    const { code, message, engine, retryAfterMs } = error;
    const failure = { taskId: task.id, token, code, message, retryable: isRetryable(code), engine, retryAfterMs };
    const answer = await tell(() => tasks.fail(failure), taskLog);
    if (answer.status === 'fenced') {
      // Somebody else holds it by now, or a commit or this very call went through and its answer was lost.
      taskLog.warn('task.lost', { ms: attempt.ms(), code });
      return attempt.ended('lost', code);
    }
    await discard();
    const again = answer.status === 'retrying';
    attempt.ended(again ? 'retried' : 'failed', code);
    taskLog[again ? 'warn' : 'error']('task.failed', {
      phase: task.phase,
      ms: attempt.ms(),
      code,
      attempt: task.attempt,
      again,
      reason: error.message,
      stack: stackOf(thrown),
    });
    if (answer.status === 'failed') await publishNext(options.queues, answer.deliveries, taskLog);
    throw boardError(`${codeAndMessage(error)} (attempt ${task.attempt}${again ? ', will retry' : ''})`);
  };

  /** No fault of the task: it costs no attempt, so that no outage, however long, fails a project, however large. */
  const waitItOut = async (
    { task, token, claim }: Pick<Claimed, 'task' | 'token' | 'claim'>,
    error: PipelineError,
    taskLog: Log,
    attempt: Attempt,
    discard: () => Promise<void>,
  ): Promise<never> => {
    const pauseMs = outagePauseMs(error, claim);
    const answer = await tell(() => tasks.release(task.id, token, pauseMs, error.code, error.engine ?? null), taskLog);
    if (answer !== 'fenced') await discard();
    const { engine } = error;
    attempt.ended(answer === 'parked' ? 'parked' : answer === 'fenced' ? 'lost' : 'waits', error.code);
    const ms = attempt.ms();
    if (answer === 'parked') {
      taskLog.warn('task.parked', { phase: task.phase, ms, code: error.code, engine });
      throw boardError(`${codeAndMessage(error)} (goes on when the engine is back)`);
    }
    taskLog.warn('task.waits', { phase: task.phase, ms, code: error.code, pauseMs, engine });
    throw boardError(`${codeAndMessage(error)} (goes on in ${pauseMs} ms)`);
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

  const { concurrency, onStalled, watchEveryMs } = options;
  const queue = options.queues[stageName];
  const watch = watchWorker({
    queue,
    slots,
    concurrency,
    log,
    onStalled,
    ...(watchEveryMs && { everyMs: watchEveryMs }),
  });

  return {
    async stop() {
      stopping.abort();
      const unwatched = watch.stop();
      const hurry = setTimeout(() => leases.abortAll(), options.graceMs);
      try {
        await withinDeadline(worker.close(), options.graceMs + 5_000, 'close worker');
      } finally {
        clearTimeout(hurry);
        leases.stop();
        await unwatched;
        await stage.close?.();
      }
    },
  };
}
