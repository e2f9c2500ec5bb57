/** Looks at Redis and its queues: whether it answers, keeps what it is given, and has a worker for every queue. */
import type { QueueFacts, RedisFacts } from '../../queues/inspect.ts';
import { toPipelineError } from '../../shared/errors.ts';
import { broken, type Finding, fine, warning } from './finding.ts';

const oldestVersion = 7;
const fullAt = 0.8;

/** Not there, hung, or closed to us. */
export function redisAwayFinding(thrown: unknown): Finding {
  const error = toPipelineError(thrown);
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  const said = cause?.message ?? '';
  if (/^(WRONGPASS|NOAUTH|NOPERM)/.test(said)) {
    return broken(
      'Redis',
      'X_REDIS',
      'it refuses the password',
      'put the right user and password into REDIS_URL, and restart the services',
    );
  }
  if (error.message.includes('no answer')) {
    const mend = 'restart it: it hangs, or its network drops packets. Nothing is lost, the record delivers again';
    return broken('Redis', 'X_REDIS', `it does not answer (${error.message})`, mend);
  }
  const mend = 'start it, and see that REDIS_URL is its address. Uploads go on meanwhile, the record delivers again';
  return broken('Redis', 'X_REDIS', `it is not there (${cause?.code ?? error.message})`, mend);
}

export function redisFindings(facts: RedisFacts): Finding[] {
  const findings: Finding[] = [];
  if (Number.parseInt(facts.version, 10) < oldestVersion) {
    findings.push(
      broken(
        'Redis',
        'X_CONFIG',
        `version ${facts.version}; ${oldestVersion} or newer is needed`,
        'install Redis or Valkey 7 or newer',
      ),
    );
  }
  if (facts.maxmemoryPolicy !== 'noeviction') {
    findings.push(
      broken(
        'Redis',
        'X_CONFIG',
        `maxmemory-policy is ${facts.maxmemoryPolicy}: jobs vanish when memory is short`,
        'redis-cli config set maxmemory-policy noeviction, and the same in redis.conf',
      ),
    );
  }
  if (facts.maxBytes > 0 && facts.usedBytes > fullAt * facts.maxBytes) {
    const percent = Math.round((100 * facts.usedBytes) / facts.maxBytes);
    findings.push(
      warning(
        'Redis',
        `${percent} % of maxmemory is used; when it is full no job gets in`,
        'raise maxmemory (redis-cli config set maxmemory <bytes>), or add workers',
      ),
    );
  }
  if (!facts.appendOnly) {
    findings.push(
      warning(
        'Redis',
        'the append-only file is off: a restart empties the queues, and the record has to deliver all again',
        'redis-cli config set appendonly yes, and the same in redis.conf',
      ),
    );
  }
  if (!facts.lastWriteOk) {
    findings.push(
      broken(
        'Redis',
        'X_REDIS',
        'its last write to disk failed; it may refuse jobs',
        'make room on its disk and look at its log; then: redis-cli bgrewriteaof',
      ),
    );
  }
  return findings.length > 0 ? findings : [fine('Redis', `version ${facts.version} answers, and evicts nothing`)];
}

/** One finding a queue. */
export const queueFindings = (queues: QueueFacts[]): Finding[] => queues.map(queueFinding);

function queueFinding({ stage, waiting, active, workers, paused }: QueueFacts): Finding {
  const check = `queue ${stage}`;
  const counts = `${waiting} waiting, ${active} in work, ${workers} connected`;
  const start = `start ${stage}-service (embedded: \`npm start\` starts it anew; its reason is in the log)`;
  if (paused) {
    const what = `somebody paused it (${counts})`;
    const mend = 'resume it on the board';
    return waiting > 0 ? broken(check, 'X_REDIS', what, mend) : warning(check, what, mend);
  }
  if (workers > 0) return fine(check, counts);
  if (waiting > 0) return broken(check, 'X_REDIS', `no worker for ${waiting} waiting jobs`, start);
  return warning(check, 'no worker is connected; nothing waits', start);
}
