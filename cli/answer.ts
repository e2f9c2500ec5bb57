/** What a command answers with, and how it is shown: JSON for programs, text for people; errors with what to do. */
import { describeError, shownError, UsageError } from '../shared/command.ts';

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
  error: ReturnType<typeof describeError>;
}

/** Where output goes: the process, or a test. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  exit(code: number): void;
}

/** Runs a command and shows its answer. With `--json` standard output holds one JSON value and nothing else, errors included. */
export async function show(run: () => Promise<Answer>, json: boolean, terminal: Terminal): Promise<void> {
  try {
    const answer = await run();
    terminal.out(json ? `${JSON.stringify(answer.json, null, 2)}\n` : withNewline(answer.text));
    terminal.exit(exitCodes[answer.exit ?? 'ok']);
  } catch (thrown) {
    const answer: ErrorAnswer = { error: describeError(thrown) };
    if (json) terminal.out(`${JSON.stringify(answer, null, 2)}\n`);
    terminal.err(shownError(thrown));
    terminal.exit(thrown instanceof UsageError ? exitCodes.usage : exitCodes.error);
  }
}

const withNewline = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
