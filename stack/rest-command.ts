/** The Supabase REST of docker-compose.local.yml: PostgREST and its gateway in front of a Postgres that is somewhere else. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseArguments, runCommand } from '../shared/command.ts';
import { inheritedEnvironment, loadSettings } from '../shared/config/load.ts';
import { PipelineError } from '../shared/errors.ts';
import { createLog } from '../shared/log.ts';
import { createChildren } from './children.ts';
import { runInForeground } from './foreground.ts';
import { startGateway } from './gateway.ts';
import { keepRunning } from './keep-running.ts';
import { createPortPicker } from './ports.ts';
import { startPostgrest } from './postgrest.ts';

const usage = `Usage: node stack/rest-command.ts

Answers /rest/v1 on REST_HOST and REST_PORT as a Supabase project does, for the Postgres of AUTHENTICATOR_URL. Takes the keys
SUPABASE_ANON_KEY and SUPABASE_SERVICE_ROLE_KEY, which JWT_SECRET has signed. \`npm run migrate -- --base\` comes first.`;

const stopGraceMs = 5_000;

await runCommand(usage, {}, async (_, positionals) => {
  refuseArguments(positionals);
  const log = createLog({ service: 'rest', level: 'info', format: 'json' });
  await runInForeground(
    async () => {
      const settings = readSettings();
      const folder = mkdtempSync(join(tmpdir(), 'rest-'));
      const ports = createPortPicker();
      const [port, adminPort] = [await ports.pick('postgrest'), await ports.pick('postgrest-admin')];
      const start = () =>
        startPostgrest({
          databaseUrl: settings.authenticatorUrl,
          jwtSecret: settings.jwtSecret,
          port,
          adminPort,
          searchPath: inheritedEnvironment().PATH ?? '',
          children: createChildren(folder),
        });
      const postgrest = await keepRunning('postgrest', start, log);
      const { host, port: ownPort, apiKeys } = settings;
      const gateway = await startGateway({ host, port: ownPort, postgrestPort: port, apiKeys });
      log.info('rest.listening', { host, port: ownPort });
      return { stop: () => gateway.stop().then(() => postgrest.stop(stopGraceMs)) };
    },
    async () => 'wait',
    log,
  );
});

/** Throws `X_CONFIG` that names what is missing. */
function readSettings() {
  const s = loadSettings([
    ...(['AUTHENTICATOR_URL', 'JWT_SECRET', 'SUPABASE_ANON_KEY'] as const),
    ...(['SUPABASE_SERVICE_ROLE_KEY', 'REST_HOST', 'REST_PORT'] as const),
  ]);
  if (!s.AUTHENTICATOR_URL || !s.JWT_SECRET || !s.SUPABASE_ANON_KEY) {
    throw new PipelineError('X_CONFIG', 'AUTHENTICATOR_URL, JWT_SECRET and SUPABASE_ANON_KEY must all be set.');
  }
  return {
    authenticatorUrl: s.AUTHENTICATOR_URL,
    jwtSecret: s.JWT_SECRET,
    apiKeys: [s.SUPABASE_ANON_KEY, s.SUPABASE_SERVICE_ROLE_KEY],
    host: s.REST_HOST,
    port: s.REST_PORT,
  };
}
