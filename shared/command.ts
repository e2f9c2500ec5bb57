/** What every command a person types has in common: `--help`, errors in words, and an end without noise when its reader goes away. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type ErrorCode, errorCodes, toPipelineError } from './errors.ts';

/** What the person typed cannot be used. */
export class UsageError extends Error {}

/** Exit code of wrong usage. */
const usageExit = 2;

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>;

/**
 * Parses the arguments and runs the command. `--help` shows `usage` instead. Whatever is thrown is shown as a code, a
 * message and what to do; the exit code is then 2 for wrong usage, else 1.
 */
export async function runCommand<O extends Options>(
  usage: string,
  options: O,
  work: (values: Parsed<O>['values'], positionals: string[]) => Promise<void>,
): Promise<void> {
  endWithReader();
  if (process.argv.slice(2).some(argument => argument === '--help' || argument === '-h')) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  try {
    const { values, positionals } = parse(options);
    await work(values, positionals);
  } catch (thrown) {
    const isUsage = thrown instanceof UsageError;
    process.stderr.write(isUsage ? `${thrown.message}\n\n${usage}\n` : shownError(thrown));
    process.exitCode = isUsage ? usageExit : 1;
  }
}

function parse<O extends Options>(options: O): Parsed<O> {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (cause) {
    // The sentence after the first is about arguments that begin with a dash.
    throw new UsageError(cause instanceof Error ? cause.message.replace(/\. .*$/s, '') : String(cause), { cause });
  }
}

/** For commands that take options only. */
export function refuseArguments([first]: string[]): void {
  if (first !== undefined) throw new UsageError(`unexpected argument "${first}"`);
}

/** An error in words. The person who sees it owns the files: it may say here what it would not say in a log. */
export function describeError(thrown: unknown): { code: ErrorCode; message: string; whatToDo: string } {
  if (thrown instanceof UsageError) return { code: 'I_REQUEST', message: thrown.message, whatToDo: 'See --help.' };
  const { code, message, cause } = toPipelineError(thrown);
  if (code === 'X_UNCLASSIFIED' && cause instanceof Error) {
    return { code, message: `${cause.name}: ${cause.message}`, whatToDo: 'Nobody has classified this yet: report it.' };
  }
  return { code, message, whatToDo: errorCodes[code] };
}

/** The same as lines for a terminal. */
export function shownError(thrown: unknown): string {
  const { code, message, whatToDo } = describeError(thrown);
  return `${code}: ${message}\n  ${whatToDo}\n`;
}

/** `| head` closes the pipe early: that is no error. Who stops in order on a signal does so, others just end. */
export function endWithReader(): void {
  let isEnding = false;
  const end = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    if (isEnding) return;
    isEnding = true;
    if (process.listenerCount('SIGTERM') > 0) process.kill(process.pid, 'SIGTERM');
    else process.exit();
  };
  process.stdout.on('error', end);
  process.stderr.on('error', end);
}
