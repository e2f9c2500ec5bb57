/** `doctor`: one real call per dependency, side by side; what is wrong, its code, and how to mend it. */
import { withRedis } from '../queues/inspect.ts';
import { loadSettings } from '../shared/config/load.ts';
import { createLog } from '../shared/log.ts';
import { createRecordClient } from '../shared/record/client.ts';
import { createOperations } from '../shared/record/operations.ts';
import type { Answer } from './answer.ts';
import { apiConnection, type Installation, installation } from './connection.ts';
import { engineFindings } from './doctor/engines.ts';
import { cacheFindings, storeFindings } from './doctor/files.ts';
import { broken, type Check, type Finding, runCheck, warning } from './doctor/finding.ts';
import { recordFindings } from './doctor/record.ts';
import { queueFindings, redisAwayFinding, redisFindings } from './doctor/redis.ts';
import { apiFindings, boardFindings } from './doctor/services.ts';
import { workFindings } from './doctor/work.ts';
import { counted, printable } from './table.ts';

/** No check takes longer; all run at the same time. */
const deadlineMs = 10_000;

type Options = { url?: string | undefined; key?: string | undefined };

/** Never throws and never hangs: what cannot be asked is a finding. `incomplete` if there are warnings only. */
export async function doctor(options: Options, found: Installation = installation()): Promise<Answer> {
  const findings = isNowhere(options, found) ? [nowhere()] : await examine(options, found);
  const count = (status: Finding['status']) => findings.filter(finding => finding.status === status).length;
  const [errors, warnings] = [count('error'), count('warning')];
  return {
    json: { errors, warnings, findings },
    text: `${findings.map(line).join('\n')}\n\n${counted(errors, 'error')}, ${counted(warnings, 'warning')}`,
    exit: errors > 0 ? 'error' : warnings > 0 ? 'incomplete' : 'ok',
  };
}

const isNowhere = ({ url }: Options, { environment, isRunning }: Installation): boolean =>
  !isRunning && !url && !['SUPABASE_URL', 'REDIS_URL', 'LP_URL'].some(name => environment[name]);

const nowhere = (): Finding =>
  broken(
    'installation',
    'X_CONFIG',
    'nothing is running here and nothing is configured',
    'npm start; or, for your own servers, set SUPABASE_URL, REDIS_URL and the others of .env.example',
  );

async function examine(options: Options, found: Installation): Promise<Finding[]> {
  const { environment } = found;
  const checks = [
    ...recordChecks(environment),
    redisCheck(environment),
    ...fileChecks(environment),
    ...serviceChecks(options, found),
    { name: 'engines', mend: 'see .env.example', run: () => engineFindings(environment) },
  ];
  return (await Promise.all(checks.map(check => runCheck(check, deadlineMs)))).flat();
}

type Environment = Installation['environment'];

const notLookedAt = (name: string, settings: string): Check => ({
  name,
  mend: '',
  run: async () => [warning(name, 'not looked at: nothing here says where it is', `set ${settings}`)],
});

function recordChecks(environment: Environment): Check[] {
  if (!environment.SUPABASE_URL || !environment.SUPABASE_SERVICE_ROLE_KEY) {
    return [notLookedAt('record', 'SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY')];
  }
  const client = createRecordClient({
    url: environment.SUPABASE_URL,
    serviceKey: environment.SUPABASE_SERVICE_ROLE_KEY,
  });
  const ask = async () => {
    const answer = await createOperations(client).health();
    return { ...answer, skewMs: Date.parse(answer.now) - Date.now() };
  };
  let asked: ReturnType<typeof ask> | undefined;
  /** Asked once, by whoever comes first. */
  const health = () => (asked ??= ask());
  const record = async () => {
    try {
      return await recordFindings(client, health);
    } finally {
      client.close();
    }
  };
  const work = async () => {
    const answer = await health().catch(() => null); // why is said of the record
    return answer
      ? workFindings(answer)
      : [warning('work', 'not looked at: the record does not say', 'mend the record first')];
  };
  const mend = 'see that Postgres and PostgREST answer; look at their logs';
  return [
    { name: 'record', mend, run: record },
    { name: 'work', mend, run: work },
  ];
}

function redisCheck(environment: Environment): Check {
  if (!environment.REDIS_URL) return notLookedAt('Redis', 'REDIS_URL');
  const silent = createLog({ service: 'cli', level: 'none', format: 'text' });
  const run = async () => {
    const { REDIS_URL: url, QUEUE_PREFIX: prefix } = loadSettings(['REDIS_URL', 'QUEUE_PREFIX'], environment);
    try {
      return await withRedis({ url, prefix }, silent, async redis => [
        ...redisFindings(await redis.facts()),
        ...queueFindings(await redis.queueFacts()),
      ]);
    } catch (thrown) {
      return [redisAwayFinding(thrown)];
    }
  };
  return { name: 'Redis', mend: 'restart it: it hangs. Nothing is lost, the record delivers again', run };
}

const fileChecks = (environment: Environment): Check[] => {
  const { FILES_URL: files, CACHE_DIR: cache } = environment;
  const mend = 'its disk hangs: look at its mount';
  const mendStore = files?.startsWith('s3:') ? 'its server hangs: look at it, and at the network to it' : mend;
  return [
    files
      ? { name: 'file store', mend: mendStore, run: () => storeFindings(environment) }
      : notLookedAt('file store', 'FILES_URL'),
    cache ? { name: 'cache', mend, run: () => cacheFindings(cache) } : notLookedAt('cache', 'CACHE_DIR'),
  ];
};

function serviceChecks(options: Options, { environment, board, isRunning }: Installation): Check[] {
  const api: Check = {
    name: 'API',
    mend: 'start ingest-service (embedded: `npm start`)',
    // Whether it answers is asked without a key.
    run: () => apiFindings(options.url ?? environment.LP_URL ?? apiConnection(options, environment).url),
  };
  const shown: Check[] = board ? [{ name: 'board', mend: 'start dashboard', run: () => boardFindings(board) }] : [];
  return options.url || environment.LP_URL || isRunning
    ? [api, ...shown]
    : [notLookedAt('API', 'LP_URL and LP_API_KEY'), ...shown];
}

const marks = { ok: 'ok     ', warning: 'WARNING', error: 'ERROR  ' } as const;

function line({ check, status, code, what, mend }: Finding): string {
  const said = `${marks[status]}  ${check}: ${code ? `${code} ` : ''}${printable(what)}`;
  return mend ? `${said}\n         mend: ${printable(mend)}` : said;
}
