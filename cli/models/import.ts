/** `models import`: takes over a folder that was prepared on another machine; for machines without a network. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UsageError } from '../../shared/command.ts';
import { PipelineError } from '../../shared/errors.ts';
import type { Catalogue } from '../../shared/models/catalogue.ts';
import type { Answer } from '../answer.ts';
import { counted } from '../table.ts';
import { faultOf, faultsOf, type Manifest, manifestName, readManifest, writeManifest } from './manifest.ts';
import { place, withStaging } from './staging.ts';
import { howToUse } from './words.ts';

/**
 * Copies what the manifest of the folder names and checks the copy; a model of that name is replaced only by one that is whole.
 * Throws `S_MODEL_CHANGED` that names every file that is missing or different, and what the disk says.
 */
export async function importModel(
  from: string,
  { catalogue, modelsDir }: { catalogue: Catalogue; modelsDir: string },
): Promise<Answer> {
  const manifest = await readManifest(from);
  if (!manifest) {
    throw new UsageError(
      `${from} holds no ${manifestName} as \`pull\` writes it, with name, and path, bytes and sha256 of files`,
    );
  }
  const { name, files } = manifest;
  const folder = join(modelsDir, name);
  if (resolve(from) === resolve(folder)) throw new UsageError(`${from} is already where it belongs`);
  await withStaging(modelsDir, name, async staging => {
    await rm(staging, { recursive: true, force: true });
    await copy(manifest, from, staging);
    const faults = await faultsOf(staging, manifest, catalogue);
    if (faults.length > 0) {
      const named = faults.map(({ path, why }) => `${path}: ${why}`).join('; ');
      await rm(staging, { recursive: true, force: true });
      throw new PipelineError('S_MODEL_CHANGED', `${name} is not taken over: ${named}`);
    }
    await place(modelsDir, name, staging);
  });
  const model = catalogue.models.find(known => known.name === name);
  const use = model ? howToUse(model, folder) : 'It is not in the catalogue: set the folder for the engine you mean.';
  return {
    json: { model: name, folder, files },
    text: `${name} is in ${folder}: ${counted(files.length, 'file')}, all as its manifest says.\n${use}`,
  };
}

/** What is missing is left out: the check of the copy tells of it, with all else. */
async function copy(manifest: Manifest, from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const { path, bytes, sha256 } of manifest.files) {
    if ((await faultOf(join(from, path), { bytes, sha256 })) === 'missing') continue;
    await mkdir(dirname(join(to, path)), { recursive: true });
    await pipeline(createReadStream(join(from, path)), createWriteStream(join(to, path), { flush: true }));
  }
  await writeManifest(to, manifest);
}
