/** Which folder may import what: the table "Boundaries" of the style guide, and a check that reads every import. */
import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Folders each folder may import from besides itself. `test` and `bench` may import anything; nobody imports them. */
const allowedFolders: Record<string, readonly string[]> = {
  shared: [],
  queues: ['shared'],
  services: ['shared', 'queues'],
  dashboard: ['shared', 'queues'],
  cli: ['shared', 'queues'],
  stack: ['shared'],
  web: [],
  samples: ['shared'],
};

/** Files and folders that may do more than the folder they are in, and what they may: decision 0001 has the reasons. */
const exceptions: Record<string, RegExp> = {
  'cli/connection.ts': /^stack\/(lock|api-key|secrets)\.ts$/,
  'cli/demo.ts': /^stack\/(product|foreground)\.ts$/,
  'cli/demo/': /^samples\/truth\.ts$/,
  'cli/resolve.ts': /^services\/llm-service\/resolve\/decide-blocks\.ts$/,
  'cli/direct/stages.ts': /^services\/[^/]+\/(stage|configured)\.ts$/,
};

/** Packages with one home: the files that may import them. */
const homes: { packages: RegExp; files: RegExp }[] = [
  { packages: /^(bullmq|ioredis)$/, files: /^(queues|dashboard)\// },
  { packages: /^@bull-board\//, files: /^dashboard\// },
  { packages: /^pg$/, files: /^stack\// },
  { packages: /^@supabase\//, files: /^shared\/record\// },
  { packages: /^@aws-sdk\//, files: /^shared\/files\// },
  { packages: /^openai$/, files: /^shared\/model-api\// },
  { packages: /^prom-client$/, files: /^shared\/metrics\/registry\.ts$/ },
  { packages: /^winston$/, files: /^shared\/log\.ts$/ },
  { packages: /^(commander|cli-progress|cli-table3)$/, files: /^cli\// },
  {
    packages:
      /^(@hyzyla\/pdfium|@echogarden\/fvad-wasm|tesseract\.js|utif2|jpeg-js|pngjs|mammoth|mailparser|html-to-text|@kenjiuno\/.*|rtf-stream-parser|yauzl|@huggingface\/transformers)$/,
    files: /^(services\/[^/]+\/(readers|engines|child)|samples)\//,
  },
  {
    packages: /^onnxruntime-node$/,
    files: /^(services\/[^/]+\/(engines|child)\/|shared\/bert\/session\.ts$)/,
  },
  { packages: /^(saxes|dingbat-to-unicode)$/, files: /^services\/[^/]+\/readers\// },
];

/** Every violation in the tree, one line each. */
export function findViolations(root: string): string[] {
  const folders = Object.keys(allowedFolders).join(',');
  const files = globSync(`{${folders}}/**/*.{ts,js}`, { cwd: root, exclude: ['**/node_modules/**'] });
  return files.sort().flatMap(file => violationsOf(file, readFileSync(join(root, file), 'utf8')));
}

/** The violations of one file, named by its path from the root. Unit tests may import what they need. */
export function violationsOf(file: string, source: string): string[] {
  if (file.endsWith('.test.ts')) return [];
  return importsOf(source)
    .filter(target => !(target.startsWith('.') ? mayImportFile(file, target) : mayImportPackage(file, target)))
    .map(target => `${file} may not import ${target}`);
}

/** Static, dynamic and type imports, and re-exports. */
function importsOf(source: string): string[] {
  const pattern =
    /^\s*(?:import|export)\b(?:[^;'"]*?\bfrom)?\s*['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]/gm;
  return [...source.matchAll(pattern)].map(match => match[1] ?? match[2] ?? '');
}

function mayImportFile(file: string, target: string): boolean {
  const path = posix.join(posix.dirname(file), target);
  const [from = '', fromService] = file.split('/');
  const [to = '', toService] = path.split('/');
  // A file of the root, such as package.json.
  if (!path.includes('/')) return true;
  if (from === to) return from !== 'services' || fromService === toService;
  if (allowedFolders[from]?.includes(to)) return true;
  return Object.entries(exceptions).some(([place, targets]) => file.startsWith(place) && targets.test(path));
}

const mayImportPackage = (file: string, target: string): boolean =>
  homes.every(({ packages, files }) => !packages.test(packageOf(target)) || files.test(file));

/** `pg/lib/x` belongs to `pg`, `@aws-sdk/x/y` to `@aws-sdk/x`. */
const packageOf = (target: string): string =>
  target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
