/** What a command answers with, and how it is shown: JSON for programs, text for people; errors with what to do. */
import { type ErrorCode, errorCodes, toPipelineError } from '../shared/errors.ts';

/** Documented in `--help`. */
export const exitCodes = { ok: 0, error: 1, usage: 2, incomplete: 3 } as const;

export interface Answer {
  /** Shown with `--json`: everything the command found out. */
  json: unknown;
  /** Shown otherwise. */
  text: string;
  /** `incomplete`: the command did its work, but some documents were refused, failed or miss something. */
  exit?: keyof typeof exitCodes;
}

/** An error as JSON. */
export interface ErrorAnswer {
  error: { code: ErrorCode; message: string; whatToDo: string };
}

/** Where output goes: the process, or a test. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  exit(code: number): void;
}

/** What the person typed cannot be used. */
export class UsageError extends Error {}

/** Runs a command and shows its answer. With `--json` standard output holds one JSON value and nothing else, errors included. */
export async function show(run: () => Promise<Answer>, json: boolean, terminal: Terminal): Promise<void> {
  try {
    const answer = await run();
    terminal.out(json ? `${JSON.stringify(answer.json, null, 2)}\n` : withNewline(answer.text));
    terminal.exit(exitCodes[answer.exit ?? 'ok']);
  } catch (thrown) {
    const error = described(thrown);
    if (json) terminal.out(`${JSON.stringify({ error } satisfies ErrorAnswer, null, 2)}\n`);
    terminal.err(`${error.code}: ${error.message}\n  ${error.whatToDo}\n`);
    terminal.exit(thrown instanceof UsageError ? exitCodes.usage : exitCodes.error);
  }
}

const withNewline = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

/** The person who sees this owns the files: an unclassified error may say here what it would not say in a log. */
function described(thrown: unknown): ErrorAnswer['error'] {
  if (thrown instanceof UsageError) return { code: 'I_REQUEST', message: thrown.message, whatToDo: 'See --help.' };
  const { code, message, cause } = toPipelineError(thrown);
  if (code === 'X_UNCLASSIFIED' && cause instanceof Error) {
    return { code, message: `${cause.name}: ${cause.message}`, whatToDo: 'Nobody has classified this yet: report it.' };
  }
  return { code, message, whatToDo: errorCodes[code] };
}
