/** Waits until something answers, with a deadline. */
import { setTimeout as sleep } from 'node:timers/promises';

/** A wait that names what did not happen, and why it did not last time. */
export interface Wait {
  /** What is awaited, for the message: `Redis answers`. */
  what: string;
  timeoutMs: number;
  everyMs?: number;
  /** Gives up at once when this settles: the process that should answer has ended. */
  ended?: Promise<string>;
}

/** Tries until `attempt` resolves; then answers with its value. */
export async function waitUntil<T>(attempt: () => Promise<T>, wait: Wait): Promise<T> {
  const giveUpAt = Date.now() + wait.timeoutMs;
  let end: string | undefined;
  void wait.ended?.then(how => {
    end = how;
  });
  for (;;) {
    try {
      return await attempt();
    } catch (cause) {
      if (end !== undefined) throw new Error(`${wait.what}: the process ${end}`, { cause });
      if (Date.now() > giveUpAt) throw new Error(`${wait.what}: not within ${wait.timeoutMs} ms`, { cause });
    }
    await sleep(wait.everyMs ?? 15);
  }
}

/** One attempt at a readiness address: resolves on 2xx. */
export async function expectOk(url: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
}
