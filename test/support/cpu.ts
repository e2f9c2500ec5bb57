/** The processor time of the test's own process: what a loaded machine cannot stretch as it does the clock. */

/** Starts counting; the answer tells the milliseconds of processor time since. */
export function startCpuClock(): () => number {
  const start = process.cpuUsage();
  return () => process.cpuUsage(start).user / 1_000;
}
