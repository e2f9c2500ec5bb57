/** What a fault is, and what all of them need. */
import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ArmedFault, armFault, disarmFault, type FaultPoint } from '../../../shared/fault-points.ts';
import type { Client } from '../client.ts';
import type { Feeder } from '../feeder.ts';
import type { Replica } from '../replica.ts';
import type { World } from '../world.ts';

/** Everything a fault may use. */
export interface Scene {
  world: World;
  client: Client;
  feeder: Feeder;
  /** The project the faults are for. */
  project: string;
  /** Files to send while a fault is on: so many that all of the campaign are sent with the last fault. */
  portion: number;
  random: () => number;
  /** What goes on in the background and must have ended before the system may drain. */
  background: Promise<unknown>[];
  /** Documents that end differently from a run without faults, on purpose: by file name. */
  differing: Map<string, { state: 'failed'; code: string }>;
  /** How long uploads took, in milliseconds, with Redis there and without; -1 for one that was not accepted. */
  uploads: { with: number[]; without: number[] };
}

/** What became of one blow. */
export interface Blow {
  /** When what hurt was over; recovery counts from here. */
  endedAt: number;
  /** Processes that were lost or frozen: the tasks they held are to be driven again. */
  victims: { pid: number; at: number }[];
  /** They live and keep their leases: a task is taken from them when its phase has run too long. */
  victimsLive?: true;
  /** Where recovery is something else than going on. */
  recoveryMs?: number;
}

export interface Fault {
  /** A line of the table; several blows may share one. */
  name: string;
  /** While it lasts nobody can take a task up again: Redis, the record or all reconcilers are not there. */
  takesAway?: true;
  /** Undefined if it found nothing to hurt. */
  strike(scene: Scene): Promise<Blow | undefined>;
}

export const over = (victims: Blow['victims'] = []): Blow => ({ endedAt: Date.now(), victims });

/** One of a list. */
export const pick = <T>({ random }: Pick<Scene, 'random'>, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T;

export const isWorker = ({ service }: Replica): boolean => service !== 'ingest-service';

/** What has to be sent for a service to have work; any letter will do for the others. */
export const kindFor = (service: string): string | undefined => (service === 'asr-service' ? 'recording' : undefined);

/** Longest wait for a process to come by an armed fault. */
const comeByMs = 12_000;

/** Arms a fault and sends a portion; answers who was struck and when, or undefined if nobody came by, and then disarms it. */
export async function arm(
  { world, feeder, portion }: Scene,
  service: string,
  point: FaultPoint,
  fault: Omit<ArmedFault, 'id'>,
): Promise<{ pid: number; at: number } | undefined> {
  armFault(world.faultsFolder, service, point, { id: randomUUID(), ...fault });
  const feeding = feeder.feed(portion, kindFor(service));
  const struck = await struckAt(world.faultsFolder, `${service}.${point}`);
  await feeding;
  if (struck) return struck;
  disarmFault(world.faultsFolder, service, point);
  return struckAt(world.faultsFolder, `${service}.${point}`, 0);
}

/** Looks for the note a process leaves when it is struck, and takes it away. */
async function struckAt(folder: string, place: string, waitMs = comeByMs) {
  for (const until = Date.now() + waitMs; ; ) {
    const note = readdirSync(folder).find(name => name.startsWith(`${place}.struck-`));
    if (note) {
      const at = statSync(join(folder, note)).ctimeMs;
      rmSync(join(folder, note));
      return { pid: Number(note.slice(note.lastIndexOf('-') + 1)), at };
    }
    if (Date.now() > until) return undefined;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
}
