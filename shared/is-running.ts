/** Tells by its pid whether a process of this machine runs. Pids are reused: a dead one may seem to live, never the reverse. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: it runs, as another user.
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
