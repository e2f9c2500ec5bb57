/** Starting several things at once and stopping them again without losing one on the way. */

/** Like `Promise.all`, but settles only when all have: nobody is still starting when the caller cleans up. */
export async function allOrNothing<T extends readonly unknown[]>(
  starting: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(starting);
  return Promise.all(starting);
}

/** Runs all of them, last first, each after the one before; then throws what went wrong, if anything did. */
export async function stopInTurn(stops: (() => Promise<void> | void)[]): Promise<void> {
  const problems: unknown[] = [];
  for (const stop of stops.splice(0).reverse()) {
    try {
      await stop();
    } catch (error) {
      problems.push(error);
    }
  }
  if (problems.length > 0) throw new AggregateError(problems, `${problems.length} of the steps of stopping failed`);
}
