/** Runs docker and docker compose, in whichever of its two forms it is there. */
import { type ExecFileException, execFile } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

export interface RunOptions {
  environment?: Record<string, string>;
  /** Written to its standard input. */
  input?: string;
  timeoutMs?: number;
}

const mostOutputBytes = 256 * 1024 ** 2;

/** What a command prints on standard output; throws with what it printed at last if it fails. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      command,
      [...args],
      {
        cwd: root,
        env: { ...process.env, ...options.environment },
        maxBuffer: mostOutputBytes,
        timeout: options.timeoutMs ?? 120_000,
      },
      (error: ExecFileException | null, stdout, stderr) => {
        if (!error) return resolve(stdout);
        const last = `${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n');
        reject(new Error(`${command} ${args.slice(0, 12).join(' ')}: ${error.code ?? error.signal}\n${last}`));
      },
    );
    child.stdin?.on('error', () => {}); // it ended without reading: its exit code says what is wrong
    child.stdin?.end(options.input ?? '');
  });
}

/** `docker`, with what it prints without the last line end. */
export const docker = async (args: readonly string[], options?: RunOptions): Promise<string> =>
  (await run('docker', args, options)).trimEnd();

let form: Promise<readonly [string, ...string[]]> | undefined;

/** `docker compose`, or `docker-compose` where there is no plugin. */
export function composeForm(): Promise<readonly [string, ...string[]]> {
  form ??= run('docker', ['compose', 'version']).then(
    () => ['docker', 'compose'] as const,
    () => ['docker-compose'] as const,
  );
  return form;
}

/** What compose prints. */
export async function compose(args: readonly string[], options?: RunOptions): Promise<string> {
  const [command, ...first] = await composeForm();
  return run(command, [...first, ...args], options);
}
