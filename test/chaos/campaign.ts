/** A campaign: the same files without faults and with them, everything that can be hurt is hurt, and then all is checked. */
import { createRandom } from '../../samples/make/random.ts';
import { connect } from '../../stack/postgres.ts';
import { keysAreKept } from './check/accepted.ts';
import type { Evidence, Finding } from './check/evidence.ts';
import { check } from './check.ts';
import { type Client, createClient } from './client.ts';
import { type CampaignFile, campaignFiles, markerOf } from './documents.ts';
import { allFaults } from './faults/all.ts';
import { healEngine } from './faults/engines.ts';
import type { Fault, Scene } from './faults/fault.ts';
import { createFeeder } from './feeder.ts';
import { leftProcesses, openDocuments, resolveBoth, retryFailed, settled, sweepStore } from './finish.ts';
import { type Mutant, takeOut } from './mutants.ts';
import { percentile } from './percentile.ts';
import { type NamedBlow, recoveries } from './recovery.ts';
import { fencedIn } from './service-logs.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

export interface CampaignOptions extends WorldOptions {
  seed: number;
  documents: number;
  /** Faults go on, in new orders, until so many minutes have passed; at least once through all. */
  minutes: number;
  /** Names of faults, or beginnings of them; all if none is given. */
  only: readonly string[];
  /** Of the places where a fault may hit, one each: for a short campaign. */
  oneOfEach?: boolean;
  /** A safeguard to leave out: the checker has to find what comes of it. */
  without?: Mutant | undefined;
  /** Told how it goes. */
  say(line: string): void;
}

/** One line of the table. */
export interface FaultLine {
  name: string;
  injected: number;
  /** Milliseconds from the end of the fault until what it disturbed went on. */
  recoveryMs: number[];
}

export interface CampaignResult {
  lines: FaultLine[];
  /**
   * Milliseconds from each death or standstill of a process until each task it held was taken up again, without the time in which
   * a fault that takes away what that needs was on as well.
   */
  redriveMs: number[];
  accepted: number;
  terminal: number;
  /** Claims that found out they were not theirs any more. */
  fenced: number;
  lostAnswers: number;
  /** Documents that an operator had to retry in the end. */
  retried: number;
  findings: Finding[];
  /** Documents a second, without faults. */
  calmRate: number;
  /** From the end of the last fault until everything had ended, and how long it may take; documents open then. */
  drain: { ms: number; boundMs: number; backlog: number };
  /** Upload latency in milliseconds with Redis there and without, and how many were not taken without it. */
  uploads: { p99With: number; p99Without: number; count: number; refused: number };
}

/** Runs it from start to end and leaves nothing running. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  options.say('starting the stack and the services');
  const world = await createWorld(options);
  try {
    return await campaign(world, options);
  } catch (error) {
    // Said at once: what still goes on in the background fails when the world stops, and would be heard first.
    options.say(`the campaign itself failed: ${error instanceof Error ? error.stack : error}`);
    throw error;
  } finally {
    await world.stop();
  }
}

async function campaign(world: World, options: CampaignOptions): Promise<CampaignResult> {
  const { seed, say } = options;
  const files = await campaignFiles(seed, options.documents);
  const client = createClient(world);
  healEngine(world.engine);

  const calm = await client.createProject('Calm');
  const since = performance.now();
  await createFeeder(client, calm, files).feed(files.length);
  await settled(world, calm, 600_000);
  const calmRate = files.length / ((performance.now() - since) / 1_000);
  say(`without faults: ${files.length} files in ${(files.length / calmRate).toFixed(1)} s`);

  if (options.without) await takeOut(world, options.without);
  const project = await client.createProject('Stormy');
  const random = createRandom(seed);
  const faults = chosen(options, random);
  const scene: Scene = {
    world,
    client,
    project,
    feeder: createFeeder(client, project, files),
    random,
    portion: Math.max(1, Math.floor(files.length / (faults.length * 1.15 + 6))),
    background: [],
    differing: new Map(),
    uploads: { with: [], without: [] },
  };
  const blows = await strikeAll(scene, faults, options);
  const drain = await drained(scene, calmRate, options);
  const retried = options.without ? 0 : await retryFailed(scene);
  if (!options.without) await resolveBoth(world);
  const counts = await conclude(scene, calm, files, options);
  return {
    ...counts,
    ...(await recoveries(world, blows)),
    retried,
    calmRate,
    drain,
    lostAnswers: world.proxy.lost(),
    uploads: uploadFigures(scene),
  };
}

/** The faults asked for. */
function chosen({ only, oneOfEach }: CampaignOptions, random: () => number): readonly Fault[] {
  const faults = allFaults.filter(
    ({ name }) => only.length === 0 || only.some(beginning => name.startsWith(beginning)),
  );
  if (!oneOfEach) return faults;
  return [...Map.groupBy(faults, ({ name }) => name).values()].flatMap(
    alike => alike[Math.floor(random() * alike.length)] ?? [],
  );
}

/** One blow after the other, in an order of the seed, until all were struck and the time is up. */
async function strikeAll(
  scene: Scene,
  faults: readonly Fault[],
  { minutes, say }: CampaignOptions,
): Promise<NamedBlow[]> {
  const blows: NamedBlow[] = [];
  const until = Date.now() + minutes * 60_000;
  do {
    const order = faults.map(fault => ({ fault, at: scene.random() })).sort((a, b) => a.at - b.at);
    for (const [i, { fault }] of order.entries()) {
      const since = Date.now();
      // With the last one everything has been sent.
      const rest = i === order.length - 1 ? scene.feeder.feed(scene.feeder.left()) : undefined;
      const blow = await fault.strike(scene);
      await rest;
      say(`${fault.name}: ${blow ? `${((Date.now() - since) / 1_000).toFixed(1)} s` : 'found nothing to hurt'}`);
      blows.push({ name: fault.name, blow, ...(fault.takesAway && { away: { from: since, to: Date.now() } }) });
    }
  } while (Date.now() < until);
  await Promise.all(scene.background);
  return blows;
}

/** Waits until everything has ended, and says how long that took and might have taken. */
async function drained({ world, project }: Scene, calmRate: number, { without, say }: CampaignOptions) {
  const backlog = await openDocuments(world, project);
  const boundMs = 60_000 + (1.5 * backlog * 1_000) / calmRate;
  const since = performance.now();
  // Twice the bound: a campaign that is late should still say what was late. Without a safeguard it may never end.
  await settled(world, project, without ? world.leaseMs * 10 : boundMs * 2).catch(() => undefined);
  const ms = performance.now() - since;
  say(`${backlog} documents were open after the last fault; drained in ${(ms / 1_000).toFixed(1)} s`);
  return { ms, boundMs, backlog };
}

/** Stops the services in order, and looks at everything they left. */
async function conclude(scene: Scene, calm: string, files: readonly CampaignFile[], { seed }: CampaignOptions) {
  const { world, client, project, differing } = scene;
  const owner = await connect(world.environment.DATABASE_URL ?? '');
  const redis = world.connectRedis();
  const evidence: Evidence = {
    owner,
    calm,
    stormy: project,
    redis,
    prefix: world.environment.QUEUE_PREFIX ?? '',
    filesFolder: world.filesFolder,
    sent: client.sent,
    markers: [markerOf(seed)],
    logFolders: [world.logFolder],
    temporaryFolder: world.temporaryFolder,
    cacheFolders: world.cacheFolders,
    differing,
  };
  try {
    // While there is somebody to send it to.
    const invariant = keysAreKept.name;
    const changed = await keysAreKept.breaches({ ...evidence, resend: key => resend(client, files, key) });
    await world.stopServices();
    await sweepStore(world);
    const checked = await check(evidence);
    const findings = [...changed.map(breach => ({ invariant, ...breach })), ...checked.findings];
    return {
      ...checked,
      findings: [...findings, ...leftProcesses(world.temporaryFolder)],
      fenced: fencedIn(world.logFolder),
    };
  } finally {
    redis.disconnect();
    await owner.end();
  }
}

/** Sends the file of a key once more. */
async function resend(client: Client, files: readonly CampaignFile[], key: string): Promise<string> {
  const sent = client.sent.find(line => line.key === key);
  const file = files.find(({ name }) => name === sent?.fileName);
  // One that was made by a fault, and not kept.
  if (!sent || !file) return sent?.documentId ?? 'nothing';
  return (await client.tryOnce(sent.project, file, key)).documentId ?? 'nothing';
}

function uploadFigures({ uploads }: Scene): CampaignResult['uploads'] {
  const taken = uploads.without.filter(ms => ms >= 0);
  return {
    p99With: percentile(uploads.with, 0.99),
    p99Without: percentile(taken, 0.99),
    count: uploads.without.length,
    refused: uploads.without.length - taken.length,
  };
}
