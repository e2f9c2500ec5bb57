/** What a check of `doctor` finds, and the deadline each check has: one that fails or hangs keeps no other from being told. */
import { type ErrorCode, errorCodes, toPipelineError } from '../../shared/errors.ts';

export interface Finding {
  /** What was looked at: `Redis`, `queue ocr`. */
  check: string;
  status: 'ok' | 'warning' | 'error';
  code?: ErrorCode;
  /** What was found. Names projects, stages, settings and counts; never files or their content. */
  what: string;
  /** How to put it right. */
  mend?: string;
}

export interface Check {
  name: string;
  /** Said when the check itself fails, unless what it threw knows better. */
  mend: string;
  run(): Promise<Finding[]>;
}

export const fine = (check: string, what: string): Finding => ({ check, status: 'ok', what });
export const warning = (check: string, what: string, mend: string): Finding => ({
  check,
  status: 'warning',
  what,
  mend,
});
export const broken = (check: string, code: ErrorCode, what: string, mend: string): Finding => ({
  check,
  status: 'error',
  code,
  what,
  mend,
});

/** What is thrown as a finding. */
export function thrownFinding(check: string, thrown: unknown, mend?: string): Finding {
  const { code, message } = toPipelineError(thrown);
  return broken(check, code, message, mend ?? errorCodes[code]);
}

/** Runs a check; what it throws, or that it does not end in time, is a finding, too. */
export async function runCheck({ name, mend, run }: Check, deadlineMs: number): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding[]>(resolve => {
    const finding = broken(name, 'X_TIMEOUT', `no answer within ${deadlineMs / 1_000} seconds`, mend);
    timer = setTimeout(() => resolve([finding]), deadlineMs);
  });
  try {
    return await Promise.race([run(), late]);
  } catch (thrown) {
    return [thrownFinding(name, thrown, mend)];
  } finally {
    clearTimeout(timer);
  }
}
