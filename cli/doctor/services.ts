/** Looks at the HTTP API and the board as their callers do. */
import { z } from 'zod';
import { isErrorCode } from '../../shared/errors.ts';
import { broken, type Finding, fine, warning } from './finding.ts';

const deadlineMs = 5_000;
const said = z.object({ code: z.string().optional(), redis: z.string().optional() }).catch({});

interface Spoken {
  status: number;
  code?: string | undefined;
  redis?: string | undefined;
}

export async function apiFindings(url: string): Promise<Finding[]> {
  const lives = await ask(`${url}/healthz`);
  if (typeof lives === 'string')
    return [broken('API', 'X_API', `no answer from ${url} (${lives})`, startMend('ingest-service'))];
  if (lives.status !== 200)
    return [
      broken(
        'API',
        'X_API',
        `${url} is not this API: status ${lives.status}`,
        'see that --url or LP_URL is its address',
      ),
    ];
  const ready = await ask(`${url}/readyz`);
  if (typeof ready === 'string')
    return [
      broken('API', 'X_API', `it lives, but does not say whether it is ready (${ready})`, startMend('ingest-service')),
    ];
  if (ready.status !== 200) {
    const code = isErrorCode(ready.code) ? ready.code : 'X_API';
    return [
      broken(
        'API',
        code,
        `it lives, but takes no files: ${ready.code ?? `status ${ready.status}`}`,
        'see what is said here of the record and the file store',
      ),
    ];
  }
  if (ready.redis === 'away')
    return [
      warning('API', 'it takes files, but Redis is away: they are processed later', 'see what is said here of Redis'),
    ];
  return [fine('API', `takes files at ${url}`)];
}

export async function boardFindings(url: string): Promise<Finding[]> {
  const ready = await ask(`${url}/readyz`);
  if (typeof ready === 'string')
    return [
      warning('board', `no answer from ${url} (${ready}); the pipeline works without it`, startMend('dashboard')),
    ];
  if (ready.status !== 200)
    return [
      warning(
        'board',
        `it has nothing to show: ${ready.code ?? `status ${ready.status}`}`,
        'see what is said here of Redis',
      ),
    ];
  return [fine('board', `answers at ${url}`)];
}

const startMend = (name: string) => `start ${name} (embedded: \`npm start\`), and look at its log`;

/** The answer, or why there is none. */
async function ask(url: string): Promise<Spoken | string> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(deadlineMs), redirect: 'manual' });
    return { status: answer.status, ...said.parse(await answer.json().catch(() => ({}))) };
  } catch (error) {
    const { name, cause } = error as Error & { cause?: NodeJS.ErrnoException };
    return cause?.code ?? name;
  }
}
