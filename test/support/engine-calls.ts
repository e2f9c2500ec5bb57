/** Calls of engines as a task makes them, against a real record, with engines the test writes itself. */
import { z } from 'zod';
import { createTaskCalls, type EngineCallOptions } from '../../queues/engine-calls.ts';
import type { EngineRequest } from '../../shared/engine-calls.ts';
import { loopbackHosts } from '../../shared/local-hosts.ts';
import type { Usage } from '../../shared/model-api/usage.ts';
import type { Claimed } from '../../shared/record/tasks.ts';
import { settingsSchema } from '../../shared/settings.ts';
import type { TestRecord } from './record.ts';

/** The calls of a claimed task. */
export const callsOf = (
  record: Pick<TestRecord, 'tasks'>,
  claim: Claimed,
  options: Partial<EngineCallOptions> = {},
  signal = AbortSignal.timeout(60_000),
) =>
  createTaskCalls(
    claim,
    settingsSchema.parse(claim.settings),
    record.tasks,
    { localHosts: loopbackHosts, rates: {}, ...options },
    signal,
    () => new Error('lost'),
  );

type Asked = Partial<Omit<EngineRequest<string>, 'send'>>;

/** A question to the engine `pen` and model `gpt-4o`, far away unless said otherwise. What answers is told how often it was asked. */
export function createPen(
  answer: (asked: number) => string | Promise<string>,
  used: Usage = { requests: 1, inputTokens: 1_000_000 },
) {
  const pen = {
    asked: 0,
    request: (over: Asked = {}): EngineRequest<string> => ({
      ...{ engine: 'pen', model: 'gpt-4o', host: 'far.example', about: 'a question' },
      ...{ expected: { requests: 1 }, answer: z.string() },
      ...over,
      async send(_, spend) {
        pen.asked += 1;
        const said = await answer(pen.asked);
        spend(used);
        return said;
      },
    }),
  };
  return pen;
}
