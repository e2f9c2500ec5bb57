/** Turns Ctrl-C and the signals of process managers into one orderly stop, and a second one into an end at once. */

/**
 * One keystroke may arrive several times: from the terminal, from npm and from the bootstrap, each passing it on. What
 * comes within a second of the first is the same wish.
 */
const sameWishMs = 1_000;

/** Calls `stop` on the first signal and `end` on a later one. */
export function onStopSignal(stop: (signal: NodeJS.Signals) => void, end: () => void): void {
  let firstAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (firstAt === undefined) {
        firstAt = Date.now();
        stop(signal);
      } else if (Date.now() - firstAt > sameWishMs) end();
    });
  }
}
