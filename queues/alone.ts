/** Lets a task that may bring down its worker run alone in the process, so that its death is its own and nobody else's (0018). */

/** Leases of a task that ran out, from which on it is suspected: a first or second death may be anybody's. */
export const suspectFrom = 2;

export type Gate = ReturnType<typeof createGate>;

/**
 * The way into the work of one process. A suspect waits for those inside, no longer than `mostMs`: it must not use up its own time,
 * nor hold up the worker, for one that takes very long.
 */
export function createGate(mostMs = 120_000) {
  let inside = 0;
  let emptied: (() => void) | undefined;
  let closed: PromiseWithResolvers<void> | undefined;

  return {
    /** Resolves when no suspect waits or runs; call `leave` at the end of the work. */
    async enter(): Promise<void> {
      while (closed) await closed.promise;
      inside += 1;
    },
    leave(): void {
      inside -= 1;
      if (inside <= 1) emptied?.();
    },
    /** For one that is inside: resolves once it is there alone, with what opens the gate again; undefined if another is at it. */
    async alone(): Promise<(() => void) | undefined> {
      if (closed) return undefined;
      const gate = Promise.withResolvers<void>();
      closed = gate;
      if (inside > 1) {
        const { promise, resolve } = Promise.withResolvers<void>();
        emptied = resolve;
        const late = setTimeout(resolve, mostMs);
        await promise;
        clearTimeout(late);
        emptied = undefined;
      }
      return () => {
        if (closed === gate) closed = undefined;
        gate.resolve();
      };
    },
  };
}
