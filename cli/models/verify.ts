/** `models verify`: reads every file of every model again and holds it against its manifest and the catalogue. */
import { join } from 'node:path';
import type { Catalogue } from '../../shared/models/catalogue.ts';
import type { Answer } from '../answer.ts';
import { counted } from '../table.ts';
import { faultsOf, manifestName, modelFolders, readManifest } from './manifest.ts';

/** `error` if anything differs. It finds damage; where the catalogue has no hash, not somebody who rewrote the manifest too. */
export async function verifyModels({
  catalogue,
  modelsDir,
}: {
  catalogue: Catalogue;
  modelsDir: string;
}): Promise<Answer> {
  const models = [];
  for (const name of await modelFolders(modelsDir)) models.push(await examine(join(modelsDir, name), name, catalogue));
  const bad = models.filter(({ faults }) => faults.length > 0);
  const lines = models.flatMap(({ name, files, faults }) =>
    faults.length === 0
      ? [`${name}: ${counted(files, 'file')}, as the manifest says`]
      : faults.map(({ path, why }) => `${name}: ${path}: ${why}`),
  );
  return {
    json: { folder: modelsDir, models },
    text: lines.length === 0 ? `There is no model in ${modelsDir}.` : lines.join('\n'),
    exit: bad.length > 0 ? 'error' : 'ok',
  };
}

async function examine(folder: string, name: string, catalogue: Catalogue) {
  const manifest = await readManifest(folder);
  if (!manifest || manifest.name !== name) {
    const why = manifest ? `is of ${manifest.name}` : 'is missing or cannot be read';
    return { name, files: 0, faults: [{ path: manifestName, why }] };
  }
  return { name, files: manifest.files.length, faults: await faultsOf(folder, manifest, catalogue) };
}
