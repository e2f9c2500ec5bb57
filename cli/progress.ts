/** A progress bar on standard error; nothing where that is not a terminal. */
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** `done` of the total, and a few words on what goes on. */
  update(done: number, what: string): void;
  stop(): void;
}

/** Draws at once; `stop` removes the bar. */
export function startProgress(total: number, what: string): Progress {
  if (!process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const format = '{bar} {value}/{total} {what}';
  const look = { format, barsize: 30, clearOnComplete: true };
  // Nothing of the terminal is changed that Ctrl-C would have to put back, and Ctrl-C stays what it is.
  const bar = new SingleBar(
    { ...look, hideCursor: false, linewrap: true, gracefulExit: false },
    Presets.shades_classic,
  );
  bar.start(total, 0, { what });
  return { update: (done, now) => bar.update(done, { what: now }), stop: () => bar.stop() };
}
