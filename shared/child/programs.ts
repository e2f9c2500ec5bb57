/** Programs that child processes start: a child that is killed cannot end its own, so it tells its parent of them. */
import type { ChildProcess } from 'node:child_process';
import type { ChildMessage, ProgramMessage } from './protocol.ts';

const running = new Set<number>();

/** On the side of the child: the program ends with this process, however that ends. */
export function endWithUs(program: ChildProcess): void {
  const { pid } = program;
  if (pid === undefined) return;
  const tell = (runs: boolean) => {
    // Without a parent there is nobody who could kill us unseen but the system.
    if (process.connected) process.send?.({ program: pid, runs } satisfies ProgramMessage, () => undefined);
  };
  running.add(pid);
  tell(true);
  program.once('exit', () => {
    running.delete(pid);
    tell(false);
  });
}

/** Ends what this process has told of. */
export const endOwnPrograms = (): void => endPrograms(running);

/** On the side of the parent: takes note of what the child tells of; the answer is to be ended when the child has. */
export function programsOf(child: ChildProcess): Set<number> {
  const programs = new Set<number>();
  child.on('message', (message: ChildMessage) => {
    if (!('program' in message)) return;
    if (message.runs) programs.add(message.program);
    else programs.delete(message.program);
  });
  return programs;
}

export function endPrograms(pids: Iterable<number>): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') throw thrown;
    }
  }
}
