/** `npm run models`: the models of engines that run on this machine - listed, fetched, checked, taken over from elsewhere. */
import { Command } from 'commander';
import { endWithReader } from '../shared/command.ts';
import { inheritedEnvironment, loadSettings } from '../shared/config/load.ts';
import { catalogue } from '../shared/models/catalogue.ts';
import { type Answer, exitCodes, show } from './answer.ts';
import { sourceError } from './models/ask.ts';
import { importModel } from './models/import.ts';
import { listModels } from './models/list.ts';
import { pull } from './models/pull.ts';
import { verifyModels } from './models/verify.ts';

const program = new Command('npm run models --')
  .description('The models of engines that run on this machine. They are kept in MODELS_DIR, a folder each.')
  .exitOverride(error => process.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage))
  .showHelpAfterError('(--help says more)')
  .option('--json', 'one JSON value on standard output and nothing else')
  .addHelpText(
    'after',
    `
Exit codes: ${exitCodes.ok} done, ${exitCodes.error} an error or a difference, ${exitCodes.usage} wrong usage, ${exitCodes.incomplete} an engine that is configured lacks its model.`,
  );

const run = (work: (modelsDir: string) => Promise<Answer>): Promise<void> =>
  show(() => work(loadSettings(['MODELS_DIR']).MODELS_DIR), program.opts<{ json?: boolean }>().json ?? false, {
    out: text => process.stdout.write(text),
    err: text => process.stderr.write(text),
    exit: code => {
      process.exitCode = code;
    },
  });

const say = (line: string) => process.stderr.write(`${line}\n`);

program
  .command('list')
  .description('what there is, what it takes, and what the configured engines lack')
  .action(() => run(modelsDir => listModels({ catalogue, modelsDir, environment: inheritedEnvironment() })));

program
  .command('pull')
  .description('fetch a model from where it is published; needs the network, and goes on where it stopped')
  .argument('<name>', 'as `list` shows it')
  .action((name: string) =>
    run(modelsDir => {
      const interrupted = new AbortController();
      process.once('SIGINT', () => interrupted.abort(sourceError('interrupted; the next run goes on here')));
      return pull(name, { catalogue, modelsDir, signal: interrupted.signal, say });
    }),
  );

program
  .command('verify')
  .description('read every file again and hold it against its manifest and the catalogue')
  .action(() => run(modelsDir => verifyModels({ catalogue, modelsDir })));

program
  .command('import')
  .description('take over the folder of a model that was prepared on a machine with a network')
  .argument('<folder>', 'with a manifest.json, as `pull` leaves it')
  .action((folder: string) => run(modelsDir => importModel(folder, { catalogue, modelsDir })));

endWithReader();
await program.parseAsync();
