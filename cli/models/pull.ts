/** `models pull`: fetches a model of the catalogue, file by file, and checks each before the model becomes visible. */
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PipelineError } from '../../shared/errors.ts';
import { sha256Of } from '../../shared/files/sha256.ts';
import type { Catalogue, CatalogueModel, ModelFile } from '../../shared/models/catalogue.ts';
import type { Answer } from '../answer.ts';
import { download } from './download.ts';
import { findModel } from './find-model.ts';
import { faultOf, faultsOf, type Manifest, type ManifestFile, readManifest, writeManifest } from './manifest.ts';
import { place, withStaging } from './staging.ts';
import { howToUse, megabytes } from './words.ts';

/** Of a file whose size nobody published. */
const mostUnknownBytes = 16 * 1024 ** 3;

interface PullOptions {
  catalogue: Catalogue;
  modelsDir: string;
  signal: AbortSignal;
  /** Told what is under way, a line each. */
  say(line: string): void;
}

/**
 * Nothing is asked of the network when the model is there and whole. Throws `X_MODEL_SOURCE` when the network fails - what came
 * is kept, and the next run goes on there -, `S_MODEL_CHANGED` when what came is not what was to come, and what the disk says.
 */
export async function pull(name: string, options: PullOptions): Promise<Answer> {
  const model = findModel(options.catalogue, name);
  const folder = join(options.modelsDir, name);
  const present = await presentManifest(folder, options);
  if (present) return { json: { model: name, folder, fetched: false }, text: `${name} is there and whole: ${folder}` };
  const manifest = await withStaging(options.modelsDir, name, async staging => {
    const fetched = await fetchAll(model, staging, options);
    await place(options.modelsDir, name, staging);
    return fetched;
  });
  return answerOf(model, folder, manifest);
}

async function presentManifest(folder: string, { catalogue, say }: PullOptions): Promise<Manifest | undefined> {
  const manifest = await readManifest(folder);
  if (!manifest) return undefined;
  const faults = await faultsOf(folder, manifest, catalogue);
  for (const { path, why } of faults) say(`${path}: ${why}; the model is fetched anew`);
  return faults.length === 0 ? manifest : undefined;
}

async function fetchAll(model: CatalogueModel, staging: string, options: PullOptions): Promise<Manifest> {
  const { name, page, licence } = model;
  // What a run before has fetched and checked.
  const before = (await readManifest(staging))?.files ?? [];
  const files: ManifestFile[] = [];
  for (const file of model.files) {
    const known = before.find(({ path }) => path === file.path);
    const isThere = known && (await faultOf(join(staging, file.path), known)) === undefined;
    files.push(isThere ? known : await fetchFile(model, file, staging, options));
    await writeManifest(staging, { name, page, licence, files });
  }
  return { name, page, licence, files };
}

async function fetchFile(
  { base }: CatalogueModel,
  { path, bytes, sha256 }: ModelFile,
  staging: string,
  { catalogue, signal, say }: PullOptions,
): Promise<ManifestFile> {
  const at = join(staging, path);
  const partial = `${at}.partial`;
  await mkdir(dirname(at), { recursive: true });
  say(`${path}${bytes === null ? '' : ` (${megabytes(bytes)})`}`);
  const published = await download(
    {
      url: new URL(path, base).href,
      origins: catalogue.origins,
      mostBytes: (sha256 && bytes) || mostUnknownBytes,
      signal,
    },
    partial,
  );
  const [found, { size }] = [await sha256Of(partial), await stat(partial)];
  const expected = sha256 ?? published;
  if (expected !== null && found !== expected) {
    await rm(partial, { force: true });
    const whose = sha256 === null ? 'its host says' : 'the catalogue has';
    throw new PipelineError('S_MODEL_CHANGED', `${path} came with SHA-256 ${found}, ${whose} ${expected}`);
  }
  await rename(partial, at);
  return { path, bytes: size, sha256: found, checked: sha256 ? 'catalogue' : published ? 'host' : 'nothing' };
}

function answerOf(model: CatalogueModel, folder: string, { files }: Manifest): Answer {
  const unchecked = files.filter(({ checked }) => checked !== 'catalogue').map(({ path }) => path);
  const note =
    unchecked.length === 0
      ? 'Every file is the one of the catalogue.'
      : `The catalogue has no hash for ${unchecked.join(', ')}: what came is recorded in the manifest, and verify holds the files against that.`;
  return {
    json: { model: model.name, folder, fetched: true, files },
    text: [`${model.name} is in ${folder}.`, note, howToUse(model, folder)].join('\n'),
  };
}
