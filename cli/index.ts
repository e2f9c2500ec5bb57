/** The command line: reads the arguments, runs the command, shows its answer. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { endWithReader, UsageError } from '../shared/command.ts';
import { mentionTypes } from '../shared/domain/rows.ts';
import { documentStates, type StageName, stageNames } from '../shared/domain/stage.ts';
import { newId } from '../shared/ids.ts';
import { transcriptFormats } from '../shared/text/transcript.ts';
import { type Answer, exitCodes, show, type Terminal } from './answer.ts';
import { type Api, createApi } from './api.ts';

interface GlobalOptions {
  json?: boolean;
  url?: string;
  key?: string;
}

const terminal: Terminal = {
  out: text => process.stdout.write(text),
  err: text => process.stderr.write(text),
  // Not process.exit: what was written to a pipe must get through.
  exit: code => {
    process.exitCode = code;
  },
};

const exitHelp = `
Settings come from the environment, behind it from .env, behind that from the file of --profile <file>, if given.

Exit codes:
  ${exitCodes.ok}  done
  ${exitCodes.error}  an error; the message has its code and what to do
  ${exitCodes.usage}  wrong usage
  ${exitCodes.incomplete}  done, but a file was refused, or a document failed or misses something`;

const program = new Command('npm run cli --')
  .description('Sends files through the legal document pipeline and gets the results back.')
  .exitOverride(error => process.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage))
  .showHelpAfterError('(--help says more)')
  .option('--json', 'one JSON value on standard output and nothing else')
  .option('--url <url>', 'base URL of the HTTP API (LP_URL); by default the running embedded stack')
  .option('--key <key>', 'API key (LP_API_KEY); by default that of the running embedded stack')
  .addHelpText('after', exitHelp);

const run = (work: () => Promise<Answer>): Promise<void> =>
  show(work, program.opts<GlobalOptions>().json ?? false, terminal);

// Commands are imported when they run: none waits for the libraries of another.
const withApi = (work: (api: Api) => Promise<Answer>): Promise<void> =>
  run(async () => {
    const { apiConnection } = await import('./connection.ts');
    return work(createApi(apiConnection(program.opts<GlobalOptions>())));
  });

program
  .command('ingest')
  .description('send files and folders (with all that is in them) to a project; sending the same again changes nothing')
  .argument('<paths...>', 'files or folders')
  .requiredOption('--project <name>', 'the project; made if there is none of that name')
  .option('--metadata <json>', 'a JSON object kept with every document', jsonObject)
  .option('--wait', 'wait until all documents have ended')
  .option('--timeout <seconds>', 'give up waiting after this long', seconds)
  .action(
    (paths: string[], { timeout, ...options }: { project: string; metadata?: string; wait?: true; timeout?: number }) =>
      withApi(async api => (await import('./ingest.ts')).ingest(api, paths, { ...options, timeoutMs: timeout })),
  );

program
  .command('status')
  .description('where a document stands, and what to do if it failed')
  .argument('<id>', 'id of the document')
  .action((id: string) => withApi(async api => (await import('./status.ts')).status(api, id)));

program
  .command('report')
  .description('the proof that nothing of a project was dropped')
  .argument('<project>', 'name or id')
  .action((project: string) => withApi(async api => (await import('./report.ts')).report(api, project)));

program
  .command('list')
  .description('the documents of a project')
  .argument('<project>', 'name or id')
  .addOption(new Option('--state <state>', 'those in this state only').choices(documentStates))
  .action((project: string, { state }: { state?: (typeof documentStates)[number] }) =>
    withApi(async api => (await import('./list.ts')).list(api, project, state)),
  );

program
  .command('projects')
  .description('all projects; or the settings of one, changed if you say what')
  .argument('[project]', 'name or id')
  .option('--budget <amount>', 'what calls of engines may cost; `none` takes it away', budget)
  .addOption(
    new Option('--local-only <on>', 'whether engines may be called on your own hosts only').choices(['on', 'off']),
  )
  .action(
    (
      project: string | undefined,
      { budget: amount, localOnly }: { budget?: number | null; localOnly?: 'on' | 'off' },
    ) =>
      withApi(async api => {
        const { listProjects, projectSettings } = await import('./projects.ts');
        if (project)
          return projectSettings(api, project, { budget: amount, localOnly: localOnly && localOnly === 'on' });
        if (amount === undefined && localOnly === undefined) return listProjects(api);
        throw new UsageError('name the project whose settings are to change');
      }),
  );

program
  .command('costs')
  .description('what calls of engines cost: by engine and model, and the dearest documents; --json: all documents')
  .argument('<project>', 'name or id')
  .action((project: string) => withApi(async api => (await import('./costs.ts')).costs(api, project)));

program
  .command('estimate')
  .description('about what a run would cost with the configured engines and the known prices; calls nobody')
  .argument('[paths...]', 'files or folders')
  .option('--project <name>', 'the documents of this project, by what was read of them')
  .action((paths: string[], { project }: { project?: string }) => {
    if (project && paths.length === 0)
      return withApi(async api => (await import('./estimate.ts')).estimateProject(api, project));
    return run(async () => {
      if (project || paths.length === 0) throw new UsageError('give files or folders, or --project');
      return (await import('./estimate.ts')).estimateFiles(paths);
    });
  });

program
  .command('export')
  .description(
    'write texts, documents, segments, words, chunks, mentions, entities, facts and relationships to a folder',
  )
  .argument('<project>', 'name or id')
  .requiredOption('--out <folder>', 'where to; made if it is not there')
  .action((project: string, { out }: { out: string }) =>
    withApi(async api => (await import('./export.ts')).exportProject(api, project, out)),
  );

program
  .command('entities')
  .description('who and what a project speaks of')
  .argument('<project>', 'name or id')
  .addOption(new Option('--type <type>', 'those of this type only').choices(mentionTypes))
  .option('--review', 'pairs that may be one entity, for a person to look at')
  .action((project: string, { type, review }: { type?: string; review?: true }) =>
    withApi(async api => {
      const { listEntities, listReviews } = await import('./entities.ts');
      return review ? listReviews(api, project) : listEntities(api, project, type);
    }),
  );

program
  .command('search')
  .description(
    'find places of a project: all words, "a phrase", or, -not; by meaning too where an engine for embeddings is set',
  )
  .argument('<project>', 'name or id')
  .argument('<query>', 'what to find')
  .option('--limit <hits>', 'most hits (20)')
  .action((project: string, query: string, { limit }: { limit?: string }) =>
    withApi(async api => (await import('./search.ts')).search(api, project, query, limit)),
  );

program
  .command('resolve')
  .description('decide anew which entities of a project are one, by the rules of this version')
  .argument('<project>', 'name or id')
  .action((project: string) => run(async () => (await import('./resolve.ts')).resolveProject(project)));

program
  .command('transcript')
  .description('what is said in a recording, with times')
  .argument('<id>', 'id of the document')
  .addOption(new Option('--format <format>', 'how it is written').choices(transcriptFormats).default('srt'))
  .action((id: string, { format }: { format: (typeof transcriptFormats)[number] }) =>
    withApi(async api => (await import('./transcript.ts')).transcript(api, id, format)),
  );

program
  .command('retry')
  .description('try again what failed, of a document or of a whole project; what was done is kept')
  .argument('[id]', 'id of the document')
  .option('--code <code>', 'with --project: all that failed, or misses something, with this error code')
  .option('--project <name>', 'name or id')
  .action((id: string | undefined, { code, project }: { code?: string; project?: string }) =>
    withApi(async api => {
      const { act, actOnProject, parseCode } = await import('./act.ts');
      if (id && !code && !project) return act(api, id, { name: 'retry' });
      if (!id && code && project) return actOnProject(api, project, { name: 'retry', code: parseCode(code) });
      throw new UsageError('give the id of a document, or --code and --project');
    }),
  );

interface ReprocessOptions {
  from: StageName;
  project?: string;
  request?: string;
}

program
  .command('reprocess')
  .description('do a stage and all after it again; the old rows stay until the new ones are complete')
  .argument('[id]', 'id of the document')
  .addOption(new Option('--from <stage>', 'first stage to do again').choices(stageNames).makeOptionMandatory())
  .option('--project <name>', 'all documents of this project that have ended')
  .option('--request <id>', 'go on with a command for a project that was interrupted and named this id')
  .action((id: string | undefined, { from, project, request }: ReprocessOptions) =>
    withApi(async api => {
      const { act, actOnProject } = await import('./act.ts');
      if (id && !project && !request) return act(api, id, { name: 'reprocess', from });
      if (!id && project) return actOnProject(api, project, { name: 'reprocess', from, request: request ?? newId() });
      throw new UsageError('give the id of a document, or --project');
    }),
  );

program
  .command('cancel')
  .description('stop processing a document and its attachments')
  .argument('<id>', 'id of the document')
  .action((id: string) => withApi(async api => (await import('./act.ts')).act(api, id, { name: 'cancel' })));

program
  .command('direct')
  .description('take one file through all stages in this process, without queue or database; the result as JSON')
  .argument('<file>', 'a file')
  .option('--text', 'only its text')
  .action((file: string, options: { text?: boolean }) =>
    run(async () => (await import('./direct.ts')).direct(file, options)),
  );

program
  .command('doctor')
  .description('what is wrong with the installation, and how to mend it')
  .addHelpText(
    'after',
    `
Exit codes: ${exitCodes.ok} nothing is wrong, ${exitCodes.incomplete} warnings only, ${exitCodes.error} something is broken.`,
  )
  .action(async () => {
    await run(async () => (await import('./doctor.ts')).doctor(program.opts<GlobalOptions>()));
    // What hangs would keep the process; all is said once this is written.
    process.stdout.write('', () => process.exit());
  });

program
  .command('reconcile')
  .description('set record and queue straight once, as ingest-service does every few seconds')
  .option('--explain', 'change nothing: show where record, queue and file store differ')
  .option('--project <name>', 'with --explain: of this project only')
  .action((options: { explain?: true; project?: string }) =>
    run(async () => {
      if (options.explain) return (await import('./reconcile/explain.ts')).explain(options.project);
      if (options.project) throw new UsageError('--project goes with --explain: a round is for all projects');
      return (await import('./reconcile/round.ts')).reconcileRound();
    }),
  );

program
  .command('verify')
  .description('check all histories against their hash chains, all originals against their SHA-256')
  .option('--project <name>', 'of this project only')
  .action(({ project }: { project?: string }) => run(async () => (await import('./verify.ts')).verify(project)));

const keys = program.command('keys').description('keys of the HTTP API');

keys
  .command('create')
  .description('make a key; it is shown once')
  .requiredOption('--name <name>', 'who or what it is for')
  .option('--scopes <list>', 'any of read, write, admin', 'read,write')
  .option('--project <name>', 'good for this project only')
  .action(({ scopes, ...options }: { name: string; scopes: string; project?: string }) =>
    run(async () => {
      const { createKey, parseScopes } = await import('./keys.ts');
      return createKey({ ...options, scopes: parseScopes(scopes) });
    }),
  );

keys
  .command('list')
  .description('list all keys')
  .action(() => run(async () => (await import('./keys.ts')).listKeys()));

keys
  .command('revoke')
  .description('end a key')
  .argument('<id>', 'id of the key')
  .action((id: string) => run(async () => (await import('./keys.ts')).revokeKey(id)));

const members = program.command('members').description('users of Supabase who may read a project with their own key');

members
  .command('add')
  .description('make a user a member, or change their role')
  .argument('<project>', 'name')
  .argument('<user-id>', 'id of the user in Supabase Auth')
  .option('--role <role>', 'owner, editor or viewer', 'viewer')
  .action((project: string, user: string, { role }: { role: string }) =>
    run(async () => {
      const { addMember, parseRole } = await import('./members.ts');
      return addMember(project, user, parseRole(role));
    }),
  );

members
  .command('remove')
  .description('end a membership')
  .argument('<project>', 'name')
  .argument('<user-id>', 'id of the user')
  .action((project: string, user: string) =>
    run(async () => (await import('./members.ts')).removeMember(project, user)),
  );

members
  .command('list')
  .description('list the members of a project')
  .argument('<project>', 'name')
  .action((project: string) => run(async () => (await import('./members.ts')).listMembers(project)));

function jsonObject(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return text;
  } catch {
    // said below
  }
  throw new InvalidArgumentError('It must be a JSON object.');
}

/** Null for none. */
function budget(text: string): number | null {
  const value = text === 'none' ? null : Number(text);
  if (value === null || (text.trim() !== '' && value >= 0 && Number.isFinite(value))) return value;
  throw new InvalidArgumentError('It must be an amount, or `none`.');
}

/** In milliseconds. */
function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number of seconds.');
  return value * 1_000;
}

endWithReader();
await program.parseAsync();
