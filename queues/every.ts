/** Repeats a task with a pause between rounds, one round at a time. */

/** Starts it, at once or after a first pause; a round that throws is reported and the next comes all the same. `stop` waits for the round in progress. */
export function every(
  pauseMs: number,
  round: () => Promise<void>,
  onError: (thrown: unknown) => void,
  firstPauseMs = 0,
): { stop(): Promise<void> } {
  let stopped = false;
  let wake: () => void = () => undefined;
  const pause = (ms: number) =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = async () => {
    if (firstPauseMs > 0) await pause(firstPauseMs);
    while (!stopped) {
      await round().catch(onError);
      if (!stopped) await pause(pauseMs);
    }
  };
  const running = loop();
  return {
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}
