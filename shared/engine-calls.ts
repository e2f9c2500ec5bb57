/** Calls of engines that cost something: the one place through which they go, where they can be kept, limited, counted and refused. */
import type { z } from 'zod';
import { PipelineError } from './errors.ts';
import { isLocalHost } from './local-hosts.ts';
import { addUsage, type Usage } from './model-api/usage.ts';

/** One request to an engine, as far as others than the engine need to know it. */
export interface EngineRequest<T> {
  engine: string;
  model: string;
  /** The host it goes to, as in its URL; null for an engine in this process. */
  host: string | null;
  /** All else that decides about the answer: version of engine and prompt, parameters, the input or its SHA-256. Hashed, never stored. */
  about: unknown;
  /** What it uses up at least. */
  expected: Usage;
  /** The shape of the answer, which must survive JSON. */
  answer: z.ZodType<T>;
  /** Whether an answer may be given again to the same request; absent: every one. For those that are to be asked for anew. */
  isWorthKeeping?(answer: T): boolean;
  /**
   * Makes the call, or as many as the answer takes, and tells of each what it used up, also of one whose answer was no good.
   * Throws a `PipelineError`; nothing is kept of that.
   */
  send(signal: AbortSignal, spend: (usage: Usage) => void): Promise<T>;
}

/** The answer and what it used up: nothing where it was kept from before. */
export interface EngineAnswer<T> {
  answer: T;
  usage: Usage;
}

/** What a task lends an engine for its calls. */
export interface EngineCalls {
  /** Aborts when the task is to end. */
  signal: AbortSignal;
  /**
   * The answer, kept or asked for. Rejects with what `send` threw; with `X_ENGINE_BUSY` when the engine cannot be asked now - its rate, an
   * outage, credit, the budget -, which an engine with another to fall back on lets pass; with `S_LOCAL_ONLY` when the project
   * forbids the host.
   */
  ask<T>(request: EngineRequest<T>): Promise<EngineAnswer<T>>;
}

/** Throws `S_LOCAL_ONLY` for a request that would leave for a host that is not one's own. */
export function refuseStranger(
  { host, engine }: Pick<EngineRequest<unknown>, 'host' | 'engine'>,
  localHosts: readonly string[],
): void {
  if (host === null || isLocalHost(host, localHosts)) return;
  throw new PipelineError('S_LOCAL_ONLY', 'the engine is on a host that is not in LOCAL_HOSTS', { engine });
}

/** Calls that are made each time, and counted by nobody: for runs without a record. */
export const directCalls = (signal: AbortSignal): EngineCalls => ({
  signal,
  async ask({ send }) {
    let usage: Usage = { requests: 0 };
    const answer = await send(signal, used => {
      usage = addUsage(usage, used);
    });
    return { answer, usage };
  },
});
