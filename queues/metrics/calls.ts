/** What is counted of calls of engines over the network: how they end, what they use up and cost. */
import type { StageName } from '../../shared/domain/stage.ts';
import { counter, durations } from '../../shared/metrics/registry.ts';
import type { Usage } from '../../shared/model-api/usage.ts';
import { type Cost, prices } from '../../shared/prices/prices.ts';

/** How a call of an engine ended; `kept`: answered from before; `busy`, `away`: not made. */
export type CallOutcome = 'answered' | 'kept' | 'failed' | 'credit' | 'other' | 'busy' | 'away';

const calls = counter('engine_calls_total', 'Calls of engines over the network.', 'stage', 'engine', 'outcome');
const callDuration = durations(
  'engine_call_duration_seconds',
  'How long calls that were made took.',
  'stage',
  'engine',
);
const tokens = counter('engine_tokens_total', 'Tokens that models read and wrote.', 'stage', 'engine', 'direction');
const pagesSent = counter('engine_pages_total', 'Page pictures sent to engines.', 'stage', 'engine');
const audio = counter('engine_audio_seconds_total', 'Sound sent to engines.', 'stage', 'engine');
const cost = counter(
  `engine_cost_${prices.currency.toLowerCase()}_total`,
  'What calls cost by the list of prices; nothing for those whose price is not known.',
  ...(['stage', 'engine'] as const),
);
const unpriced = counter('engine_unpriced_calls_total', 'Calls whose price is not known.', 'stage', 'engine');

export function countCall(stage: StageName, engine: string, outcome: CallOutcome, ms?: number): void {
  calls.inc({ stage, engine, outcome });
  if (ms !== undefined) callDuration.observe({ stage, engine }, ms / 1_000);
}

export function countUsage(stage: StageName, engine: string, used: Usage, { amount }: Cost): void {
  const labels = { stage, engine };
  tokens.inc({ ...labels, direction: 'input' }, used.inputTokens ?? 0);
  tokens.inc({ ...labels, direction: 'output' }, used.outputTokens ?? 0);
  pagesSent.inc(labels, used.pages ?? 0);
  audio.inc(labels, (used.audioMs ?? 0) / 1_000);
  cost.inc(labels, amount ?? 0);
  unpriced.inc(labels, amount === null ? 1 : 0);
}
