/** Calls of engines under a task: kept by content, booked, limited, and refused or put off by what the record says of engine and project (0020). */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StageName } from '../shared/domain/stage.ts';
import { type EngineAnswer, type EngineCalls, type EngineRequest, refuseStranger } from '../shared/engine-calls.ts';
import { type ErrorCode, PipelineError, toPipelineError } from '../shared/errors.ts';
import { derivedId } from '../shared/ids.ts';
import { isLocalHost } from '../shared/local-hosts.ts';
import { addUsage, type Usage } from '../shared/model-api/usage.ts';
import { type Cost, costOf, prices } from '../shared/prices/prices.ts';
import { isStorableJson } from '../shared/record/storable-json.ts';
import type {
  Claimed,
  EngineCallClosing,
  EngineCallEnd,
  EngineCallOpened,
  EngineCallOpening,
  EngineCallVerdict,
  Tasks,
} from '../shared/record/tasks.ts';
import type { ProjectSettings } from '../shared/settings.ts';
import { askAgain } from './ask-again.ts';
import { type CallOutcome, countCall, countUsage } from './metrics/calls.ts';
import type { Outcome, Warning } from './stage.ts';

/** How much may be sent in a minute by all replicas together. */
export interface EngineRate {
  requestsPerMinute?: number | undefined;
  tokensPerMinute?: number | undefined;
}

/** What the settings of a service say of calls. */
export interface EngineCallOptions {
  localHosts: readonly string[];
  /** By `<stage>/<engine>`. */
  rates: Readonly<Record<string, EngineRate>>;
}

/** The calls of one task. */
export interface TaskCalls extends EngineCalls {
  /** What belongs into its outcome: what they cost, and that nobody knows it. */
  made(): { cost: Outcome['cost']; warnings: Warning[] };
}

/** Turns up to so far ahead are waited for within the task; for later ones it is given back. */
const mostWaitMs = 5_000;

/** An engine failed, and nobody knows yet whether for all: asked again soon, so that a dead one is found out soon. */
const failedPauseMs = 2_000;

/** An engine that is away is parked for; should it be back by then, the task comes again after so long. */
const awayPauseMs = 1_000;

/** The side of the record: how calls are opened and closed there, and under which ids they are booked. */
export interface CallBook {
  /** Whose engines they are: `<stage>/<engine>` names a rate. */
  stage: StageName;
  /** A call that would have to wait for longer is put off. */
  mostWaitMs: number;
  /** Of the n-th call, from 1; the same when it is repeated. */
  usageId(n: number): string;
  open(call: EngineCallOpening): Promise<EngineCallOpened>;
  close(call: EngineCallClosing): Promise<EngineCallVerdict>;
  /** Thrown when the task is held no more. */
  lost(): Error;
}

export const createTaskCalls = (
  { task, token }: Pick<Claimed, 'task' | 'token'>,
  settings: Pick<ProjectSettings, 'localOnly'>,
  tasks: Pick<Tasks, 'openCall' | 'closeCall'>,
  options: EngineCallOptions,
  signal: AbortSignal,
  lost: () => Error,
): TaskCalls => {
  const book: CallBook = {
    ...{ stage: task.stage, mostWaitMs, lost },
    usageId: n => derivedId(task.id, 'call', token, n),
    open: call => tasks.openCall(task.id, token, call),
    close: call => tasks.closeCall(task.id, token, call),
  };
  return createBookedCalls(book, settings, options, signal);
};

/** Calls that go through a book of the record. */
export function createBookedCalls(
  { stage, mostWaitMs, lost, ...book }: CallBook,
  { localOnly }: Pick<ProjectSettings, 'localOnly'>,
  { localHosts, rates }: EngineCallOptions,
  signal: AbortSignal,
): TaskCalls {
  const costs: Cost[] = [];
  let calls = 0;

  /** What is the same of a call when it is opened and when it is closed. */
  const begin = (request: EngineRequest<unknown>): Turn => {
    const { engine, model, host } = request;
    calls += 1;
    return {
      ...{ engine, model, key: keyOf(request), usageId: book.usageId(calls), ...rates[`${stage}/${engine}`] },
      isLocal: host === null || isLocalHost(host, localHosts),
    };
  };

  const openCall = async ({ expected }: EngineRequest<unknown>, { isLocal, ...turn }: Turn, fresh: boolean) => {
    const { engine } = turn;
    const opened = await book.open({
      ...{ ...turn, fresh, mostWaitMs, isPaid: !isLocal },
      ...{ requests: expected.requests, tokens: tokensOf(expected) },
      ...{ usage: expected, ...costOf(expected, { ...turn, isLocal }) },
    });
    if (opened.status === 'fenced') throw lost();
    if (opened.status === 'away' || opened.status === 'busy') countCall(stage, engine, opened.status);
    if (opened.status === 'away') throw busy(engine, `the engine waits (${opened.reason})`, awayPauseMs);
    // Times 1 to 2 so that a crowd does not come back at once.
    if (opened.status === 'busy')
      throw busy(engine, 'more is sent to the engine than its rate allows', opened.waitMs * (1 + Math.random()));
    return opened;
  };

  /** Books a call, with patience: what it cost is spent, and an answer that is not kept is paid for twice. */
  const closeCall = ({ isLocal, ...turn }: Turn, expected: Usage, used: Usage, end: EngineCallEnd) => {
    const { engine } = turn;
    const cost = costOf(used, { ...turn, isLocal });
    const isUsed = used.requests > 0 || used.cached !== undefined;
    if (isUsed) costs.push(cost);
    countUsage(stage, engine, used, cost);
    const over = { requests: used.requests - expected.requests, tokens: tokensOf(used) - tokensOf(expected) };
    const close = {
      ...{ ...turn, ...cost, ...end },
      ...(isUsed && { usage: used }),
      ...(used.requests > 0 && { over: { requests: Math.max(0, over.requests), tokens: Math.max(0, over.tokens) } }),
    };
    return askAgain(() => book.close(close), { signal, mostMs: patienceMs });
  };

  const send = async <T>(request: EngineRequest<T>, turn: Turn): Promise<EngineAnswer<T>> => {
    let used: Usage = { requests: 0 };
    const { expected, engine } = request;
    const sentAt = performance.now();
    const count = (outcome: CallOutcome) => countCall(stage, engine, outcome, performance.now() - sentAt);
    const end = (how: EngineCallEnd) => closeCall(turn, expected, atLeast(used, expected), how);
    let answer: T;
    try {
      answer = await request.send(signal, more => {
        used = addUsage(used, more);
      });
    } catch (thrown) {
      const error = toPipelineError(thrown);
      const how = signal.aborted ? 'other' : endOf(error.code, used, request.host);
      // It was answered, or may have been, and nobody said what that took: what was expected is booked, too much rather than nothing.
      if (used.requests === 0 && (signal.aborted || error.code === 'X_ENGINE_ANSWER')) used = expected;
      count(how);
      const verdict = await end({ end: how, retryAfterMs: error.retryAfterMs });
      if (verdict === 'away' || verdict === 'free') {
        const pauseMs =
          error.retryAfterMs ?? (verdict === 'away' ? awayPauseMs : failedPauseMs * (0.5 + Math.random()));
        throw busy(request.engine, `${error.code}: ${error.message}`, pauseMs, thrown);
      }
      throw thrown;
    }
    count('answered');
    const isKept = (request.isWorthKeeping?.(answer) ?? true) && isStorableJson(JSON.stringify(answer));
    const verdict = await end({ end: request.host === null ? 'other' : 'answered', ...(isKept && { answer }) });
    if (verdict === 'fenced') throw lost();
    return { answer, usage: used };
  };

  return {
    signal,
    async ask(request) {
      if (localOnly) refuseStranger(request, localHosts);
      const turn = begin(request);
      let opened = await openCall(request, turn, false);
      if (opened.status === 'kept') {
        const kept = request.answer.safeParse(opened.answer);
        if (kept.success) {
          const usage = { requests: 0, cached: 1 };
          countCall(stage, request.engine, 'kept');
          await closeCall(turn, request.expected, usage, { end: 'other' });
          return { answer: kept.data, usage };
        }
        opened = await openCall(request, turn, true);
      }
      if (opened.status === 'open' && opened.waitMs > 0) {
        try {
          await sleep(opened.waitMs, undefined, { signal });
        } catch (thrown) {
          // Nothing was sent.
          await closeCall(turn, request.expected, { requests: 0 }, { end: 'other' });
          throw thrown;
        }
      }
      return send(request, turn);
    },
    made: () => ({ cost: sumOf(costs), warnings: warningsOf(costs) }),
  };
}

/** One call, under the names it has in the record. */
interface Turn extends EngineRate {
  engine: string;
  model: string;
  key: string;
  usageId: string;
  isLocal: boolean;
}

/** As long as the record may be away before what was bought is given up. */
const patienceMs = 60_000;

const busy = (engine: string, message: string, pauseMs: number, cause?: unknown) =>
  new PipelineError('X_ENGINE_BUSY', message, { engine, retryAfterMs: Math.round(pauseMs), cause });

/** What a failed call says of the engine: `answered` if it is there, whatever it thought of our question. */
function endOf(code: ErrorCode, used: Usage, host: string | null): EngineCallEnd['end'] {
  if (host === null) return 'other';
  if (code === 'X_ENGINE_CREDIT') return 'credit';
  if (code === 'X_ENGINE_FAILED') return 'failed';
  const isAnswer = code.startsWith('L_') || code === 'I_ENGINE_REQUEST' || code === 'I_ENGINE_REFUSED';
  return used.requests > 0 || isAnswer ? 'answered' : 'other';
}

const tokensOf = ({ inputTokens = 0, outputTokens = 0 }: Usage): number => inputTokens + outputTokens;

/** A server that does not say what it used up is taken to have read what it was sent. */
const atLeast = (used: Usage, expected: Usage): Usage =>
  used.requests > 0 && !used.inputTokens && expected.inputTokens
    ? { ...used, inputTokens: expected.inputTokens }
    : used;

/** The name of a question: the same for the same engine, model and all else that decides about the answer. */
export const keyOf = ({ engine, model, about }: Pick<EngineRequest<unknown>, 'engine' | 'model' | 'about'>): string =>
  createHash('sha256')
    .update(canonical([engine, model, about]))
    .digest('hex');

/** JSON whose objects have their fields in order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );

function sumOf(costs: readonly Cost[]): Outcome['cost'] {
  const amount = Math.round(costs.reduce((sum, cost) => sum + (cost.amount ?? 0), 0) * 1e9) / 1e9;
  return amount > 0 ? { amount, currency: prices.currency } : undefined;
}

const warningsOf = (costs: readonly Cost[]): Warning[] => {
  const count = costs.filter(({ amount }) => amount === null).length;
  return count > 0 ? [{ code: 'cost.unknown', count }] : [];
};
