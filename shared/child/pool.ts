/** A few warm child processes of one kind, lent to one task at a time and replaced before they grow old. */
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PipelineError } from '../errors.ts';
import { type Child, startChild } from './child.ts';
import type { ChildLimits } from './spawn.ts';

export interface PoolOptions {
  /** Module of the child process. */
  entry: URL;
  /** Most processes at a time. */
  size: number;
  /** A process is replaced after this many tasks: parsers leak. */
  maxTasks: number;
  timeoutMs: number;
  limits: ChildLimits;
  /** An existing folder for result files. */
  tempFolder: string;
}

export interface ChildPool<Task> {
  /** Runs a task and returns its result; waits for a free process. Rejects with a `PipelineError`. */
  run<Result>(task: Task, signal: AbortSignal): Promise<Result>;
  /** Kills all processes. Tasks in work fail with `X_CHILD_DIED`. */
  close(): Promise<void>;
}

interface Slot {
  child: Child | undefined;
  tasks: number;
}

/** Makes the pool; processes start when they are needed first. */
export function createChildPool<Task>(options: PoolOptions): ChildPool<Task> {
  const slots: Slot[] = Array.from({ length: options.size }, () => ({ child: undefined, tasks: 0 }));
  const free = [...slots];
  const waiting: ((slot: Slot) => void)[] = [];
  let nextId = 1;
  let closed = false;

  const take = (): Promise<Slot> => {
    // The one used last is warm.
    const slot = free.pop();
    return slot ? Promise.resolve(slot) : new Promise(resolve => waiting.push(resolve));
  };
  const giveBack = (slot: Slot) => {
    const next = waiting.shift();
    if (next) next(slot);
    else free.push(slot);
  };

  return {
    async run<Result>(task: Task, signal: AbortSignal): Promise<Result> {
      const slot = await take();
      const resultPath = join(options.tempFolder, `${randomUUID()}.json`);
      try {
        if (closed) throw new PipelineError('X_DRAINING', 'the reader processes are closed');
        if (signal.aborted)
          throw new PipelineError('X_TIMEOUT', 'the task was aborted before a reader process was free');
        const child = await usableChild(slot, options);
        slot.tasks++;
        await child.run({ id: nextId++, task, resultPath }, options.timeoutMs, signal);
        return JSON.parse(await readFile(resultPath, 'utf8')) as Result;
      } finally {
        await rm(resultPath, { force: true });
        giveBack(slot);
      }
    },
    async close() {
      closed = true;
      await Promise.all(slots.map(slot => slot.child?.kill()));
    },
  };
}

async function usableChild(slot: Slot, options: PoolOptions): Promise<Child> {
  if (slot.child && (slot.tasks >= options.maxTasks || !slot.child.usable())) {
    await slot.child.kill();
    slot.child = undefined;
  }
  if (!slot.child) {
    slot.child = startChild(options.entry, options.limits, options.tempFolder);
    slot.tasks = 0;
  }
  return slot.child;
}
