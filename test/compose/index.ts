/** `npm run test:compose`: builds the images from this checkout and proves in containers what the other tests prove without. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { refuseArguments, runCommand } from '../../shared/command.ts';
import { compose, docker, root } from './docker.ts';

const usage = `Usage: npm run test:compose [-- --short]

Builds all images, starts them with docker compose, sends the sample matter through the published port and looks at what came of it;
then scales, kills, rolls, backs up and restores. Needs Docker and docker compose; leaves the images and nothing else.

  --short  build, start, the sample matter with two replicas of OCR, and the rules for the compose files`;

const short = ['config', 'matter'];
const long = [...short, 'scale', 'storm', 'restore'];

await runCommand(usage, { short: { type: 'boolean', default: false } }, async ({ short: isShort }, positionals) => {
  refuseArguments(positionals);
  await Promise.all([docker(['info']), compose(['version'])]);
  const files = (isShort ? short : long).map(name => join(root, 'test', 'compose', `${name}.test.ts`));
  const [code] = await once(
    spawn(process.execPath, [join(root, 'test', 'run.ts'), ...files], { cwd: root, stdio: 'inherit' }),
    'exit',
  );
  process.exitCode = code ?? 1;
});
