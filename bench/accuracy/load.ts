/** Reads labelled files: JSON, JSON Lines, lists of name pairs. What does not fit is refused with its file and place. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { z } from 'zod';
import { PipelineError } from '../../shared/errors.ts';
import { typeOfLabel } from './labels.ts';
import { type LabelledRecord, type LoadedRecord, labelledRecord, type NamePair, pairList } from './record.ts';

/** What a folder holds. `file` of a record is an absolute path. */
export interface Loaded {
  records: LoadedRecord[];
  pairs: NamePair[];
}

const refuse = (where: string, what: string, cause?: unknown): PipelineError =>
  new PipelineError('I_REQUEST', `${where}: ${what}`, cause === undefined ? {} : { cause });

/** Every `*.json` and `*.jsonl` of a folder, or one such file. Throws `I_REQUEST` for what is not in the format. */
export async function loadLabelled(path: string): Promise<Loaded> {
  const files = await filesOf(path);
  const loaded: Loaded = { records: [], pairs: [] };
  for (const file of files) {
    for (const { where, value } of await entriesOf(file)) add(loaded, file, where, value);
  }
  for (const { file, name } of loaded.records) {
    if (file !== undefined && !(await isFile(file))) throw refuse(name, `no file ${file}`);
  }
  return loaded;
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    stats => stats.isFile(),
    () => false,
  );

async function filesOf(path: string): Promise<string[]> {
  if (await isFile(path)) return [path];
  const names = await readdir(path).catch(cause => {
    throw refuse(path, 'no such folder', cause);
  });
  const files = names.filter(name => /\.jsonl?$/.test(name)).sort();
  if (files.length === 0) throw refuse(path, 'no *.json or *.jsonl in it');
  return files.map(name => join(path, name));
}

/** The values of a file and where each stands: the file, or its line. */
async function entriesOf(file: string): Promise<{ where: string; value: unknown }[]> {
  const text = (await readFile(file, 'utf8')).replace(/^\ufeff/, '');
  if (!file.endsWith('.jsonl')) return [{ where: file, value: parse(file, text) }];
  return text
    .split('\n')
    .map((line, index) => ({ where: `${file}:${index + 1}`, line }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ where, line }) => ({ where, value: parse(where, line) }));
}

function parse(where: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refuse(where, `not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}

function add(loaded: Loaded, file: string, where: string, value: unknown): void {
  if (Array.isArray(value)) {
    loaded.pairs.push(...checked(pairList.safeParse(value), where));
    return;
  }
  const record = checked(labelledRecord.safeParse(value), where);
  checkLabels(record, where);
  loaded.pairs.push(...record.pairs);
  if (record.text === undefined && record.file === undefined) return;
  const path = record.file === undefined ? undefined : resolve(dirname(file), record.file);
  loaded.records.push({
    ...record,
    name: record.name ?? (path === undefined ? where : basename(path)),
    ...(path && { file: path }),
  });
}

function checked<T>(result: z.ZodSafeParseResult<T>, where: string): T {
  if (result.success) return result.data;
  const problems = result.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || '.'}: ${message}`);
  throw refuse(where, problems.join('; '), result.error);
}

/** A label nobody knows would be left out in silence. Offsets must lie in the text they count. */
function checkLabels({ spans, labelsAnnotated, labelMap, text }: LabelledRecord, where: string): void {
  for (const label of [...spans.map(span => span.label), ...(labelsAnnotated ?? [])]) {
    if (typeOfLabel(label, labelMap) === undefined)
      throw refuse(where, `unknown label "${label}": map it, or map it to null, in labelMap`);
  }
  const beyond = spans.findIndex(span => 'end' in span && text !== undefined && span.end > text.length);
  if (beyond >= 0) throw refuse(where, `spans.${beyond}: ends behind the text of ${text?.length} characters`);
}
