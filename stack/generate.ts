/** `npm run generate`: writes the files that are made from others: the types of the record and `.env.example`. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleEnvironment } from '../shared/config/example.ts';
import { inheritedEnvironment } from '../shared/config/load.ts';
import { createLog } from '../shared/log.ts';
import { databaseTypes } from './database-types.ts';
import { startStack } from './stack.ts';

const root = join(import.meta.dirname, '..');
const write = async (path: string, text: string) => {
  await writeFile(join(root, path), text);
  process.stdout.write(`${path}\n`);
};

await write('.env.example', exampleEnvironment());
const dataDir = await mkdtemp(join(tmpdir(), 'generate-'));
const log = createLog({ service: 'generate', level: 'error', format: 'text' });
const { PATH } = inheritedEnvironment();
const stack = await startStack({ dataDir, environment: { PATH }, log });
try {
  await write('shared/record/database-types.ts', await databaseTypes(stack.environment.DATABASE_URL ?? ''));
} finally {
  await stack.stop();
  await rm(dataDir, { recursive: true });
}
