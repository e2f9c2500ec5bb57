/** `models list`: what the catalogue offers, what is there, and what the configured engines still lack. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadSettings } from '../../shared/config/load.ts';
import { nullIfGone } from '../../shared/files/gone.ts';
import type { Catalogue, CatalogueModel } from '../../shared/models/catalogue.ts';
import type { Answer } from '../answer.ts';
import { table } from '../table.ts';
import { modelFolders, readManifest } from './manifest.ts';
import { megabytes } from './words.ts';

type Environment = Record<string, string | undefined>;

interface ListOptions {
  catalogue: Catalogue;
  modelsDir: string;
  environment: Environment;
}

/** Reads no file of a model but its manifest. `incomplete` if an engine that is configured lacks its model. */
export async function listModels({ catalogue, modelsDir, environment }: ListOptions): Promise<Answer> {
  const installed = new Map<string, string>();
  for (const name of await modelFolders(modelsDir)) {
    installed.set(name, (await readManifest(join(modelsDir, name))) ? 'yes' : 'without manifest');
  }
  const models = catalogue.models.map(model => ({
    name: model.name,
    installed: installed.get(model.name) ?? 'no',
    bytes: sizeOf(model),
    setting: model.setting,
    licence: model.licence,
    about: model.about,
    page: model.page,
  }));
  const own = [...installed.keys()].filter(name => !models.some(model => model.name === name));
  const needs = await needsOf(catalogue, modelsDir, environment);
  return {
    json: { folder: modelsDir, models, others: own, needs },
    text: [
      table(
        ['model', 'there', 'size', 'setting', 'licence'],
        models.map(({ name, installed: there, bytes, setting, licence }) => [
          name,
          there,
          bytes === null ? 'unknown' : megabytes(bytes),
          setting,
          licence,
        ]),
      ),
      '',
      ...models.map(({ name, about, page }) => `${name}: ${about}; ${page}`),
      ...own.map(name => `${name}: in ${modelsDir}, not of the catalogue`),
      '',
      ...(needs.length === 0 ? ['No configured engine lacks a model.'] : needs),
    ].join('\n'),
    exit: needs.length === 0 ? 'ok' : 'incomplete',
  };
}

/** Null when the size of one of its large files is not known. */
function sizeOf({ files }: CatalogueModel): number | null {
  if (files.some(({ bytes }) => bytes === null)) return null;
  return files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
}

/** A sentence for each configured engine whose model is needed and not set, or set and not there. */
async function needsOf({ models }: Catalogue, modelsDir: string, environment: Environment): Promise<string[]> {
  const needs: string[] = [];
  const bySetting = new Map(models.map(model => [model.setting, model]));
  for (const [setting, { engine, optional }] of bySetting) {
    const folder = environment[setting]?.trim();
    const engines = loadSettings([engine.setting], environment)[engine.setting] as readonly string[];
    if (!engines.includes(engine.name) || (optional && !folder)) continue;
    const choice = models.filter(model => model.setting === setting).map(({ name }) => name);
    if (folder && (await stat(resolve(folder)).catch(nullIfGone))?.isDirectory()) continue;
    const what = folder ? `${setting} names a folder that is not there` : `${setting} is not set`;
    needs.push(
      `${engine.setting} names ${engine.name}, but ${what}: npm run models -- pull ${choice.join(' or ')}, then ${setting}=${join(modelsDir, choice[0] ?? '')}`,
    );
  }
  return needs;
}
