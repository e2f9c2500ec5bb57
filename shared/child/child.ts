/** One child process from the parent's side: sends it a task, watches it, and kills it when it goes wrong. */
import type { ChildProcess } from 'node:child_process';
import { PipelineError } from '../errors.ts';
import { endPrograms, programsOf } from './programs.ts';
import type { ChildMessage, ChildReply, ChildRequest } from './protocol.ts';
import { type ChildLimits, residentBytes, spawnChild } from './spawn.ts';

export interface Child {
  /** Resolves when the result file is there. Rejects with a `PipelineError`; the child may then be gone. */
  run(request: ChildRequest, timeoutMs: number, signal: AbortSignal): Promise<void>;
  /** False once the process has ended or is to be ended. */
  usable(): boolean;
  kill(): Promise<void>;
}

const watchEveryMs = 200;
const keptErrorBytes = 4_096;

export function startChild(entry: URL, limits: ChildLimits, tempFolder: string): Child {
  const child = spawnChild(entry, limits, tempFolder);
  const programs = programsOf(child);
  const ended = endOf(child).then(end => {
    endPrograms(programs);
    return end;
  });
  let alive = true;
  void ended.then(() => {
    alive = false;
  });
  return {
    usable: () => alive && child.connected,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async run(request, timeoutMs, signal) {
      const guard = watch(child, limits, timeoutMs, signal);
      try {
        const reply = await Promise.race([replyTo(child, request), guard.tripped, ended.then(diedError)]);
        if (reply instanceof PipelineError) throw reply;
        if (reply.ok) return;
        if (reply.fatal) alive = false;
        throw new PipelineError(reply.code, reply.message);
      } catch (thrown) {
        if (!guard.reason()) throw thrown;
        // The watchdog's word goes first: the process it killed also looks as if it had died by itself.
        alive = false;
        throw guard.reason();
      } finally {
        guard.stop();
      }
    },
  };
}

function replyTo(child: ChildProcess, request: ChildRequest): Promise<ChildReply> {
  return new Promise(resolve => {
    const listen = (reply: ChildMessage) => {
      if ('program' in reply || reply.id !== request.id) return;
      child.off('message', listen);
      resolve(reply);
    };
    child.on('message', listen);
    // A failed send means that the process is gone, which `ended` reports with the reason.
    child.send(request, () => undefined);
  });
}

interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
  outOfMemory: boolean;
}

function endOf(child: ChildProcess): Promise<End> {
  let errors = '';
  child.stderr?.setEncoding('latin1').on('data', (data: string) => {
    errors = (errors + data).slice(-keptErrorBytes);
  });
  return new Promise(resolve => {
    const end = (code: number | null, signal: NodeJS.Signals | null) =>
      resolve({ code, signal, outOfMemory: /out of memory|bad_alloc|cannot allocate/i.test(errors) });
    child.once('close', end);
    child.once('error', () => end(null, null));
  });
}

function diedError({ code, signal, outOfMemory }: End): PipelineError {
  if (outOfMemory) return new PipelineError('L_MEMORY', 'a reader process needed more memory than it may use');
  return new PipelineError('X_CHILD_DIED', `a reader process ended with ${signal ?? `code ${code}`}`);
}

/** Kills the child when it is too large, too slow or no longer wanted, and keeps the reason. */
function watch(child: ChildProcess, limits: ChildLimits, timeoutMs: number, signal: AbortSignal) {
  let reason: PipelineError | undefined;
  const { promise: tripped, resolve } = Promise.withResolvers<PipelineError>();
  const trip = (error: PipelineError) => {
    reason ??= error;
    child.kill('SIGKILL');
    resolve(reason);
  };
  const abort = () => trip(new PipelineError('X_TIMEOUT', 'the task was aborted while a reader process worked'));
  const clock = setTimeout(() => {
    trip(new PipelineError('X_TIMEOUT', `a reader process took longer than ${timeoutMs} ms`));
  }, timeoutMs);
  const scale = setInterval(async () => {
    const bytes = child.pid === undefined ? undefined : await residentBytes(child.pid);
    if (bytes !== undefined && bytes > limits.residentBytes) {
      trip(new PipelineError('L_MEMORY', `a reader process grew to ${bytes} bytes`));
    }
  }, watchEveryMs);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return {
    tripped,
    reason: () => reason,
    stop() {
      clearTimeout(clock);
      clearInterval(scale);
      signal.removeEventListener('abort', abort);
    },
  };
}
