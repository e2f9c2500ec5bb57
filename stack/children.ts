/** Starts the processes of the stack, keeps a note of each on disk, and ends what a killed launcher left behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { processIdentity } from './process-identity.ts';
import { waitUntil } from './wait.ts';

/** How to start and stop one process. */
export interface ChildSpec {
  /** Unique among the running ones; also the name of its note. */
  name: string;
  command: string;
  args: string[];
  env: Record<string, string | undefined>;
  cwd?: string;
  /** The user to run as; only root may choose one. */
  user?: { uid: number; gid: number } | undefined;
  /** The file its output is added to, or `inherit` for our own. */
  output: string;
  /** Written to its standard input: keeps secrets out of the list of processes. */
  input?: string;
  stopSignal: NodeJS.Signals;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Settles when the process has ended, with words for how. */
  readonly ended: Promise<string>;
  isRunning(): boolean;
  /** Asks it to end, insists after the grace time, and waits until it is gone. */
  stop(graceMs: number): Promise<void>;
  /** Ends it and its process group at once. */
  kill(): void;
}

export interface Children {
  start(spec: ChildSpec): Child;
  /** Ends processes that an earlier launcher noted and did not stop; answers with their names. */
  reap(): Promise<string[]>;
}

const noteSchema = z.object({ name: z.string(), pid: z.number(), identity: z.string(), stopSignal: z.string() });

type Note = z.infer<typeof noteSchema>;

/** How long a process left over from a killed launcher gets to end in good order. */
const reapGraceMs = 5_000;

/** No child outlives us, however we end, except by SIGKILL: then the notes remain. */
const running = new Set<Child>();
process.on('exit', () => {
  for (const child of running) child.kill();
});

/** Keeps the notes in `folder`, one file a process. */
export function createChildren(folder: string): Children {
  mkdirSync(folder, { recursive: true });
  return {
    start(spec) {
      const child = startChild(spec, join(folder, `${spec.name}.json`));
      running.add(child);
      void child.ended.then(() => running.delete(child));
      return child;
    },
    async reap() {
      const reaped = await Promise.all(notesIn(folder).map(reapOne));
      return reaped.filter(name => name !== undefined);
    },
  };
}

/** The processes noted in `folder` that are alive, whoever started them. */
export function runningChildren(folder: string): Note[] {
  return notesIn(folder)
    .map(path => readJsonFile(path, noteSchema))
    .filter(note => note !== undefined)
    .filter(isAlive);
}

/** A note that is being written has another ending. */
const notesIn = (folder: string) =>
  readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .map(name => join(folder, name));

/** The process id may meanwhile belong to another process. */
const isAlive = (note: Note) => processIdentity(note.pid) === note.identity;

/** Starts a process and waits until `answers` resolves; ends it if that does not happen in time. */
export async function startReady(
  children: Children,
  spec: ChildSpec,
  answers: () => Promise<unknown>,
  timeoutMs: number,
): Promise<Child> {
  const child = children.start(spec);
  try {
    await waitUntil(answers, { what: `${spec.name} answers`, timeoutMs, ended: child.ended });
    return child;
  } catch (error) {
    child.kill();
    throw error;
  }
}

function startChild(spec: ChildSpec, notePath: string): Child {
  const process = spawnDetached(spec);
  const ended = new Promise<string>(resolve => {
    process.once('error', error => resolve(`could not be started: ${error.message}`));
    process.once('exit', (code, signal) => resolve(signal === null ? `ended with code ${code}` : `ended by ${signal}`));
  }).finally(() => rmSync(notePath, { force: true }));
  const { pid } = process;
  // An 'error' event follows, and nothing was started.
  if (pid === undefined) {
    return { name: spec.name, pid: 0, ended, isRunning: () => false, stop: async () => {}, kill: () => {} };
  }
  const identity = processIdentity(pid);
  if (identity !== undefined) writeJsonFile(notePath, { name: spec.name, pid, identity, stopSignal: spec.stopSignal });
  const isRunning = () => process.exitCode === null && process.signalCode === null;
  const kill = () => {
    if (isRunning()) killGroup(pid);
  };
  return {
    name: spec.name,
    pid,
    ended,
    isRunning,
    kill,
    async stop(graceMs) {
      if (!isRunning()) return;
      process.kill(spec.stopSignal);
      const insist = setTimeout(kill, graceMs);
      await ended;
      clearTimeout(insist);
    },
  };
}

/** In a session of its own: Ctrl-C on the terminal reaches the launcher only, which then stops all in order. */
function spawnDetached(spec: ChildSpec): ChildProcess {
  const output = spec.output === 'inherit' ? 'inherit' : openSync(spec.output, 'a', 0o600);
  try {
    const child = spawn(spec.command, spec.args, {
      env: spec.env,
      cwd: spec.cwd,
      ...spec.user,
      detached: true,
      stdio: [spec.input === undefined ? 'ignore' : 'pipe', output, output],
    });
    // A process that ends before reading its input is reported by `ended`.
    child.stdin?.on('error', () => {});
    child.stdin?.end(spec.input);
    return child;
  } finally {
    if (typeof output === 'number') closeSync(output);
  }
}

async function reapOne(path: string): Promise<string | undefined> {
  const note = readJsonFile(path, noteSchema);
  if (note === undefined || !isAlive(note)) {
    rmSync(path, { force: true });
    return undefined;
  }
  process.kill(note.pid, note.stopSignal as NodeJS.Signals);
  const insistAt = Date.now() + reapGraceMs;
  while (isAlive(note)) {
    if (Date.now() > insistAt) killGroup(note.pid);
    await sleep(20);
  }
  rmSync(path, { force: true });
  return note.name;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Gone in the meantime.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
