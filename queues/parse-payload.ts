/** Reads what a job brings, against the contract of its stage. */
import type { StageName } from '../shared/domain/stage.ts';
import { payloadVersion } from '../shared/jobs/envelope.ts';
import type { Log } from '../shared/log.ts';
import { boardError } from './board-error.ts';
import { type Job, pipeline } from './pipeline.ts';

/** Parses a job's data. Throws, with the failing paths and never the values, what ends this job but not the document. */
export function parsePayload(stageName: StageName, data: unknown, log: Log): Job {
  const parsed = pipeline[stageName].payload.safeParse(data);
  if (parsed.success) return parsed.data as Job;
  const version = (data as { v?: unknown } | null)?.v;
  const paths = parsed.error.issues.map(issue => issue.path.join('.') || issue.code).join(', ');
  log.error('payload.refused', { code: 'I_PAYLOAD', paths, knownVersion: version === payloadVersion });
  throw boardError(`I_PAYLOAD: ${paths}`);
}
