/** Faults of an engine that is called over HTTP: the one that hears recordings. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AskedTranscription, Fault as EngineFault, OpenAiServer } from '../../support/openai-server.ts';
import { type Fault, over } from './fault.ts';

/** What it hears depends on the sound alone, so that a second try gives the same rows. */
const hear = ({ wav }: AskedTranscription) => ({
  text: `This is message ${createHash('sha256').update(wav).digest('hex').slice(0, 8)} for Ada Quill.`,
});

/** As it is between two faults. */
export const healEngine = (engine: OpenAiServer): void => engine.onTranscription(hear);

/** Each recording meets the fault once: it is the first try of everything that is heard while it lasts. */
const failing = (name: string, fault: EngineFault | { slowMs: number }): Fault => ({
  name: `engine: ${name}`,
  async strike({ world, feeder, portion }) {
    const met = new Set<string>();
    world.engine.onTranscription(async asked => {
      const { text } = hear(asked);
      if (met.has(text)) return { text };
      met.add(text);
      if (!('slowMs' in fault)) return fault;
      await sleep(fault.slowMs);
      return { text };
    });
    await feeder.feed(portion, 'recording');
    // Longer than a job that was lost takes to be delivered again.
    for (const until = Date.now() + 30_000; met.size === 0 && Date.now() < until; ) await sleep(50);
    await sleep(1_000);
    healEngine(world.engine);
    return met.size > 0 ? over() : undefined;
  },
});

/** It fails whoever asks until it is known to be down: its tasks are parked, and go on when one of them has tried it. */
const outage: Fault = {
  name: 'engine: outage',
  async strike({ world, feeder, portion }) {
    world.engine.onTranscription(() => ({ status: 503 }));
    await feeder.feed(portion, 'recording');
    const isDown = async () => (await world.query(`select 1 from engine_state where state = 'down'`)).length > 0;
    let down = false;
    for (const until = Date.now() + 40_000; !down && Date.now() < until; down = await isDown()) await sleep(200);
    healEngine(world.engine);
    return down ? over() : undefined;
  },
};

export const engineFaults: Fault[] = [
  outage,
  failing('down', { status: 503 }),
  failing('slow', { slowMs: 4_000 }),
  failing('429', { status: 429, headers: { 'retry-after': '1' } }),
  // Without a word on when to come back it would be asked again after five minutes only.
  failing('quota exhausted', { status: 429, code: 'insufficient_quota', headers: { 'retry-after': '2' } }),
  failing('empty 200', { fault: 'empty' }),
  failing('malformed JSON', { fault: 'brokenJson' }),
];
