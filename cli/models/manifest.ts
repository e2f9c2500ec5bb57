/** The manifest in the folder of a model: what it holds, where it came from, and the hash of every file. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { nullIfGone } from '../../shared/files/gone.ts';
import { sha256Of } from '../../shared/files/sha256.ts';
import type { Catalogue } from '../../shared/models/catalogue.ts';

export const manifestName = 'manifest.json';

/** Below its folder and nowhere else, whatever is written there. */
const path = z
  .string()
  .regex(/^[\w.-]+(\/[\w.-]+)*$/)
  .refine(value => !value.split('/').some(part => part === '.' || part === '..') && value !== manifestName);

/** No dot in front: those are folders on their way in. */
const name = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/);

const manifestFile = z.object({
  path,
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** What the hash was held against when the file was fetched: the catalogue, what its host says of it, or nothing. */
  checked: z.enum(['catalogue', 'host', 'nothing']).default('nothing'),
});

const manifestSchema = z.object({
  name,
  page: z.string().optional(),
  licence: z.string().optional(),
  files: z.array(manifestFile).min(1),
});

export type ManifestFile = z.output<typeof manifestFile>;
export type Manifest = z.output<typeof manifestSchema>;

/** Undefined if there is none, or none that can be read. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(nullIfGone);
  if (text === null) return undefined;
  return manifestSchema.safeParse(parseJson(text)).data;
}

export const writeManifest = (folder: string, manifest: Manifest): Promise<void> =>
  writeFile(join(folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);

/** What is wrong with a file. */
export interface Fault {
  path: string;
  why: 'missing' | 'changed' | 'not in the manifest' | 'not that of the catalogue';
}

/** Every difference between a folder, its manifest and the catalogue. Reads all of it. */
export async function faultsOf(folder: string, manifest: Manifest, { models }: Catalogue): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const file of manifest.files) {
    const why = await faultOf(join(folder, file.path), file);
    if (why) faults.push({ path: file.path, why });
  }
  const known = new Map(manifest.files.map(file => [file.path, file]));
  for (const found of await filesBelow(folder)) {
    if (found !== manifestName && !known.has(found)) faults.push({ path: found, why: 'not in the manifest' });
  }
  for (const wanted of models.find(model => model.name === manifest.name)?.files ?? []) {
    const file = known.get(wanted.path);
    if (!file) faults.push({ path: wanted.path, why: 'missing' });
    else if (wanted.sha256 && wanted.sha256 !== file.sha256)
      faults.push({ path: wanted.path, why: 'not that of the catalogue' });
  }
  return faults;
}

/** Whether a file is there and is the one of the manifest. */
export async function faultOf(
  at: string,
  { bytes, sha256 }: Pick<ManifestFile, 'bytes' | 'sha256'>,
): Promise<'missing' | 'changed' | undefined> {
  const found = await stat(at).catch(nullIfGone);
  if (!found?.isFile()) return 'missing';
  return found.size === bytes && (await sha256Of(at)) === sha256 ? undefined : 'changed';
}

/** Names of the folders of models in the models folder, in order; none if it is not there. */
export async function modelFolders(modelsDir: string): Promise<string[]> {
  const entries = (await readdir(modelsDir, { withFileTypes: true }).catch(nullIfGone)) ?? [];
  return entries
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(entry => entry.name)
    .sort();
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => !entry.isDirectory())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // does not fit the schema, as any other text
  }
}
