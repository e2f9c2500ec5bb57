/** What the processes below this one use, as Linux counts it. */
import { readdir, readFile } from 'node:fs/promises';

const clockTicksPerSecond = 100;
const pageBytes = 4_096;

/** One running process. CPU includes that of its ended children. */
export interface ProcessUse {
  /** `this`, the name of a service, or the program. */
  kind: string;
  cpuMs: number;
  residentBytes: number;
}

/** This process and all below it. */
export async function processesBelow(): Promise<ProcessUse[]> {
  const found = new Map<number, ProcessUse & { parent: number }>();
  for (const pid of (await readdir('/proc')).filter(name => /^\d+$/.test(name))) {
    const [stat, command] = await Promise.all([
      readOrNothing(`/proc/${pid}/stat`),
      readOrNothing(`/proc/${pid}/cmdline`),
    ]);
    // After the name in brackets: state, parent, ..., the four times from the 12th on, resident pages as the 22nd.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    if (fields.length < 22) continue;
    const ticks = [11, 12, 13, 14].reduce((sum, i) => sum + (fields[i] ?? 0), 0);
    found.set(Number(pid), {
      kind: Number(pid) === process.pid ? 'this' : kindOf(command),
      parent: fields[1] ?? 0,
      cpuMs: (ticks * 1_000) / clockTicksPerSecond,
      residentBytes: (fields[21] ?? 0) * pageBytes,
    });
  }
  return [...found].filter(([pid]) => isBelow(found, pid)).map(([, use]) => use);
}

function isBelow(found: Map<number, { parent: number }>, pid: number): boolean {
  for (let at = pid; at > 1; at = found.get(at)?.parent ?? 0) if (at === process.pid) return true;
  return false;
}

const kindOf = (command: string): string =>
  command.match(/services\/ocr-service\/child\/([a-z]+-child)/)?.[1] ??
  command.match(/services\/([a-z-]+)\/index/)?.[1] ??
  command.match(/(postgrest|postgres|redis|dashboard)/)?.[1] ??
  'other';

async function readOrNothing(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return ''; // the process ended meanwhile
    throw error;
  });
}
