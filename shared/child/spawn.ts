/** Starts a child process that has no more than it needs: no secrets, bounded memory, bounded time. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export interface ChildLimits {
  /**
   * RLIMIT_DATA. It counts what Node and WebAssembly set aside, used or not: well above what is resident. RLIMIT_AS
   * would refuse the address space that WebAssembly reserves, and V8's heap flag does not count typed arrays.
   */
  dataBytes: number;
  /** The watchdog kills a child whose resident memory grows beyond this. */
  residentBytes: number;
  /** Ends a child whose parent died while it was too busy to notice. */
  cpuSeconds: number;
}

/** Sets the limits, where the system has them, and becomes the child. */
const script = 'ulimit -d "$1" 2>/dev/null; ulimit -t "$2" 2>/dev/null; shift 2; exec "$@"';

/**
 * The official builds of the ONNX runtime, from 1.29 on, tell Microsoft about themselves, the machine and the models they load,
 * and leave an id of the machine and a log behind. Set before it starts, this keeps it from all of that. No place is too early:
 * no child of ours may tell anybody anything.
 */
const silent = { ORT_DISABLE_TELEMETRY: '1' };

/** Spawns `entry` with a message channel. Only the time zone and the temporary folder, and what keeps libraries silent, are in its environment. */
export function spawnChild(entry: URL, { dataBytes, cpuSeconds }: ChildLimits, tempFolder: string): ChildProcess {
  const command = [process.execPath, fileURLToPath(entry)];
  const limited = existsSync('/bin/sh');
  const [file = '', ...args] = limited
    ? ['/bin/sh', '-c', script, 'sh', String(Math.floor(dataBytes / 1024)), String(cpuSeconds), ...command]
    : command;
  return spawn(file, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { TZ: 'UTC', TMPDIR: tempFolder, ...silent },
    cwd: tempFolder,
    serialization: 'json',
  });
}

/** Linux counts resident memory in pages of this size on the platforms we ship for. */
const pageBytes = 4096;

/** Resident memory of a process; undefined where /proc is absent or the process is gone. */
export async function residentBytes(pid: number): Promise<number | undefined> {
  try {
    const fields = (await readFile(`/proc/${pid}/statm`, 'latin1')).split(' ');
    return Number(fields[1]) * pageBytes;
  } catch {
    // Gone, or not Linux: there RLIMIT_DATA and the wall clock are the guards.
    return undefined;
  }
}
