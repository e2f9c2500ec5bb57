/**
 * Named places in the run-time and in ingest where a test makes a process die, hang, throw or wait. Without the test setting
 * LP_TEST_FAULTS each is a function that returns at once.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { testFaultsFolder } from './config/load.ts';

/** Where a worker can be hit, in the order it passes them. */
export const workerFaultPoints = [
  'after-claim',
  'mid-put-rows',
  'before-commit',
  'after-commit',
  'before-publish',
  'after-publish',
] as const;

/** Where an ingest-service can be hit. `before-publish` and `after-publish` it has, too. */
export const ingestFaultPoints = ['mid-upload', 'after-blob', 'after-accept'] as const;

/** `fetch-original`: a worker writes its local copy; with `disk-full` it is what a full disk looks like from there. */
export type FaultPoint = (typeof workerFaultPoints)[number] | (typeof ingestFaultPoints)[number] | 'fetch-original';

/** A point, or a point as one document passes it: `after-claim.<id>`. */
export type FaultPlace = FaultPoint | `${FaultPoint}.${string}`;

/** What is to happen. `hang` never goes on, `block` stops the whole event loop for a while. */
export type FaultAction = 'die' | 'hang' | 'throw' | 'delay' | 'block' | 'disk-full';

/** One fault that waits for its process to come by. */
export interface ArmedFault {
  id: string;
  action: FaultAction;
  /** It strikes at this pass since it was armed, counted in each process by itself. */
  pass: number;
  /** How long `delay` and `block` take. */
  ms?: number;
  /** Passes of this process only. */
  pid?: number;
  /** Strikes at every pass from then on, until it is disarmed; otherwise once, in one process. */
  always?: boolean;
}

const faultsFolder = testFaultsFolder();
let service = '';
const passes = new Map<string, number>();

/** Says whose process this is; until then no fault point is active. */
export function nameFaultScope(name: string): void {
  service = name;
}

/** Comes by a fault point: usually nothing happens. */
export async function faultPoint(point: FaultPoint, documentId?: string): Promise<void> {
  if (faultsFolder === undefined || service === '') return;
  for (const place of documentId === undefined ? [point] : [point, `${point}.${documentId}`]) {
    await comeBy(join(faultsFolder, `${service}.${place}`));
  }
}

async function comeBy(file: string): Promise<void> {
  const fault = readFault(file);
  if (!fault || (fault.pid ?? process.pid) !== process.pid) return;
  const pass = (passes.get(fault.id) ?? 0) + 1;
  passes.set(fault.id, pass);
  if (pass < fault.pass) return;
  if (!fault.always && !take(file, `${file}.struck-${process.pid}`)) return;
  await strike(fault);
}

/**
 * For tests: arms a fault in the folder its processes were started with. The last one armed at a place, or at a place for a
 * document, counts.
 */
export function armFault(folder: string, name: string, place: FaultPlace, fault: ArmedFault): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.${place}`);
  writeFileSync(`${file}.new`, JSON.stringify(fault));
  renameSync(`${file}.new`, file);
}

/** For tests: takes a fault away; false if it has struck. */
export const disarmFault = (folder: string, name: string, place: FaultPlace): boolean => {
  const file = join(folder, `${name}.${place}`);
  return take(file, `${file}.disarmed`);
};

function readFault(file: string): ArmedFault | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ArmedFault;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Of several processes one takes it. */
function take(file: string, to: string): boolean {
  try {
    renameSync(file, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function strike({ action, ms = 0 }: ArmedFault): Promise<void> {
  switch (action) {
    case 'die':
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => {});
    case 'hang':
      return new Promise(() => {});
    case 'throw':
      throw new Error('a fault that was asked for');
    case 'delay':
      return sleep(ms);
    case 'block':
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
      return;
    case 'disk-full':
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  }
}
