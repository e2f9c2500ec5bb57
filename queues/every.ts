/** Repeats a task with a pause between rounds, one round at a time. */

/** Starts it; a round that throws is reported and the next comes all the same. `stop` waits for the round in progress. */
export function every(
  pauseMs: number,
  round: () => Promise<void>,
  onError: (thrown: unknown) => void,
): { stop(): Promise<void> } {
  let stopped = false;
  let wake: () => void = () => undefined;
  const loop = async () => {
    while (!stopped) {
      await round().catch(onError);
      if (stopped) return;
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, pauseMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
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
