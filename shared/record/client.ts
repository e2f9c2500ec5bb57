/** The one way to the system of record: supabase-js, its functions called by name, its errors translated. */
import { createClient, type PostgrestError, type SupabaseClient } from '@supabase/supabase-js';
import { PipelineError } from '../errors.ts';
import type { Database } from './database-types.ts';
import { createKeepAliveFetch } from './fetch.ts';

/** A connection to the record; shared by everything in a process. */
export interface RecordClient {
  supabase: SupabaseClient<Database>;
  /** Calls a function; throws `X_RECORD` when it cannot be reached, refuses, or does not answer within the time (60 s by default). */
  rpc<T>(name: string, parameters: Record<string, unknown>, deadlineMs?: number): Promise<T>;
  close(): void;
}

/** Connects with the service key. No call is made until the first is asked for. */
export function createRecordClient(options: { url: string; serviceKey: string }): RecordClient {
  const { fetch, close } = createKeepAliveFetch();
  const supabase = createClient<Database>(options.url, options.serviceKey, {
    db: { retry: false }, // one layer retries, and it is the task in the record
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch },
  });
  const rpc = async <T>(name: string, parameters: Record<string, unknown>, deadlineMs?: number) => {
    const call = supabase.rpc(name as never, parameters as never);
    return answerOf<T>(name, await (deadlineMs ? call.abortSignal(AbortSignal.timeout(deadlineMs)) : call));
  };
  return { supabase, rpc, close };
}

/**
 * The data of an answer, or `X_RECORD`. Of Postgres' own message only the SQLSTATE is kept: messages may quote values. What
 * our functions raise themselves (P0001) names ids and counts only.
 */
export function answerOf<T>(what: string, answer: { data: unknown; error: PostgrestError | null; status?: number }): T {
  if (!answer.error) return answer.data as T;
  const { code, message } = answer.error;
  throw new PipelineError('X_RECORD', `${what}: ${code === 'P0001' ? message : code || 'no answer'}`, {
    cause: Object.assign(answer.error, { status: answer.status }),
  });
}

/**
 * True if the record answered, with an error: then nothing was changed. Without an answer (a lost connection) the
 * change may or may not have been made.
 */
export function isRolledBack(thrown: unknown): boolean {
  const cause = thrown instanceof PipelineError ? (thrown.cause as { code?: unknown } | undefined) : undefined;
  // SQLSTATE or a code of PostgREST; what Node says about a connection begins with an E, which no SQLSTATE does.
  return typeof cause?.code === 'string' && /^(?!E)[0-9A-Z]{5}$|^PGRST\d+$/.test(cause.code);
}

/** What whoever stands before the record refuses for what was sent, too much most of all. */
const refusedStatus = new Set([400, 405, 406, 411, 413, 414, 415, 422, 431]);

/** True if the record refused this very call: asking again will not help, as it does when it is away, full or restarting. */
export function isRefusal(thrown: unknown): boolean {
  const { code, status } = ((thrown as PipelineError).cause ?? {}) as { code?: string; status?: number };
  if (!code) return refusedStatus.has(status ?? 0);
  // Connection, read-only, rollback, resources, intervention, disk (Postgres, appendix A); PGRST00x: no connection to Postgres.
  return isRolledBack(thrown) && !/^(08|25006|40|53|57|58)|^PGRST00/.test(code);
}

/** True if a statement took so long that it was cancelled (57014). */
export const isTooSlow = (thrown: unknown): boolean =>
  ((thrown as PipelineError).cause as { code?: string } | undefined)?.code === '57014';

/** True if one of several calls sent together may be to blame. */
export const isOfOne = (thrown: unknown): boolean => isRefusal(thrown) || isTooSlow(thrown);

/** True if the record did not answer, or could not: it is away, full or restarting. What we found wrong with its rows has no cause. */
export const isAway = (thrown: unknown): thrown is PipelineError =>
  thrown instanceof PipelineError && thrown.code === 'X_RECORD' && thrown.cause !== undefined && !isRefusal(thrown);
