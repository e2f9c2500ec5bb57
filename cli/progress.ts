/** How far a long command is, on standard error: a bar on a terminal, elsewhere a line now and then if asked for. */
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** `done` of the total, and a few words on what goes on. */
  update(done: number, what: string): void;
  stop(): void;
}

/** Between two lines. */
const lineEveryMs = 5_000;

/** Draws at once; `stop` removes the bar. `lines`: without a terminal, a line every few seconds; by default nothing. */
export function startProgress(total: number, what: string, options: { lines?: boolean } = {}): Progress {
  if (process.stderr.isTTY) return startBar(total, what);
  return options.lines ? startLines(total) : { update: () => {}, stop: () => {} };
}

function startBar(total: number, what: string): Progress {
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

function startLines(total: number): Progress {
  let shownAt = Date.now();
  return {
    update(done, what) {
      if (Date.now() - shownAt < lineEveryMs) return;
      shownAt = Date.now();
      process.stderr.write(`${done}/${total} ${what}\n`);
    },
    stop() {},
  };
}
