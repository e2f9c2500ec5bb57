/** Makes the sample matter anew: every file of `matter/` and the truth about them. Run it with `npm run samples`. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { refuseArguments, runCommand } from '../shared/command.ts';
import { matter } from './make/matter.ts';
import type { MadeFile } from './make/recipes.ts';
import { workOutFile, workOutMatter } from './make/work-out.ts';
import { matterFolder, sampleFile, truthSchema } from './truth.ts';

await runCommand('Usage: npm run samples\n\nMakes samples/matter anew.', {}, async (_, positionals) => {
  refuseArguments(positionals);
  const made: [name: string, file: MadeFile][] = [];
  for (const [name, make] of Object.entries(matter)) made.push([name, await make()]);
  const truth = truthSchema.parse(workOutMatter(made.map(([name, file]) => workOutFile(name, file))));

  // Only now: a matter that cannot be made leaves the old one in place.
  await rm(matterFolder, { recursive: true, force: true });
  await mkdir(matterFolder, { recursive: true });
  for (const [name, { bytes }] of made) await writeFile(sampleFile(name), bytes);
  await writeFile(sampleFile('truth.json'), `${JSON.stringify(truth, null, 2)}\n`);
  console.log(`${made.length} files made`);
});
