/**
 * How right the pipeline is: labelled files go through the real stages in memory, and what comes out is held against the
 * labels. Without a folder it measures the sample matter and the shared samples and writes `docs/accuracy.md`.
 */
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { createStages } from '../cli/direct/stages.ts';
import { hasSharedSamples } from '../test/support/shared-samples.ts';
import { matterRecords } from './accuracy/from-matter.ts';
import { type Loaded, loadLabelled } from './accuracy/load.ts';
import { type Measured, measure, scoreMatterPairs, slipsOf } from './accuracy/measure.ts';
import type { LoadedRecord } from './accuracy/record.ts';
import { reportLines } from './accuracy/report.ts';
import { createRunner, type Produced } from './accuracy/run-record.ts';

const sharedTruth = join(import.meta.dirname, 'accuracy/shared-truth');
const report = join(import.meta.dirname, '../docs/accuracy.md');

type Run = (record: LoadedRecord) => Promise<Produced>;

/** Prints the tables. With `verbose`, also everything that went wrong: the words of the documents are then on the terminal. */
export async function run([folder]: string[] = [], verbose = false): Promise<void> {
  // Before the stages start: what is wrong with the labels is found first.
  const labelled = folder === undefined ? await sharedSamplesTruth() : await loadLabelled(folder);
  const stages = createStages();
  try {
    const runRecord = createRunner(stages);
    const all =
      folder === undefined ? await measureOwn(labelled, runRecord) : [await measure(folder, labelled, runRecord)];
    const lines = all.flatMap(measured => [...reportLines(measured), '']);
    console.log(`\n${lines.join('\n')}`);
    if (verbose) for (const measured of all) printSlips(measured);
    if (folder === undefined) await writeFile(report, [...introduction(), ...lines].join('\n'));
  } finally {
    await stages.close();
  }
}

/** Nothing where the shared samples are not beside the repository. */
const sharedSamplesTruth = async (): Promise<Loaded> =>
  hasSharedSamples ? loadLabelled(sharedTruth) : { records: [], pairs: [] };

async function measureOwn(shared: Loaded, runRecord: Run): Promise<Measured[]> {
  const { truth, records } = await matterRecords();
  const matter = await measure('Sample matter', { records, pairs: [] }, runRecord, (results, scores) =>
    scoreMatterPairs(truth, results, scores),
  );
  if (shared.records.length === 0) return [matter];
  return [matter, await measure('Shared samples', shared, runRecord)];
}

function printSlips(measured: Measured): void {
  for (const { record, kind, type, text } of slipsOf(measured)) {
    console.log(`${record}\t${kind}\t${type}\t${text.replace(/\s+/g, ' ')}`);
  }
}

const introduction = (): string[] => [
  '# How right it is',
  '',
  'Made by `npm run bench -- accuracy`. Measured on files whose content is known: the sample matter (fiction, ours; its names',
  'are listed, so that it says what was missed, and for some types what was too much) and public documents labelled by hand',
  '(`bench/accuracy/shared-truth`: opinions, contracts, notices; the labelled passages in full; and pairs of names). The',
  'collections were at hand while the rules were written, so files that nobody has seen will do worse: measure your own with',
  '`npm run bench -- accuracy <folder>`; the format is in [accuracy-format.md](accuracy-format.md).',
  '',
  'P, R, F1: precision, recall and their harmonic mean in per cent, for spans that are exactly right; then for spans that',
  'overlap. Recall counts every label; precision counts mentions where a type is labelled in full (`judged`). `value`: of the',
  'spans that are exactly right, the part whose normalised value (ISO date, amount, citation, full name) is right too.',
  '',
  `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, node ${process.version}, engines \`rules\`.`,
  '',
];
