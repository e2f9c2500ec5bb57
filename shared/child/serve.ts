/** The child's side: takes one task at a time, leaves its result in a file, answers with a code. */
import { writeFileSync } from 'node:fs';
import { diskCode, type ErrorCode, PipelineError } from '../errors.ts';
import { endOwnPrograms } from './programs.ts';
import type { ChildReply, ChildRequest } from './protocol.ts';

/** Serves the parent until it goes away. `handle` returns the JSON result of a task. */
export function serve<Task>(handle: (task: Task) => Promise<unknown>): void {
  process.on('message', (request: ChildRequest<Task>) => {
    void answer(handle, request);
  });
  // Without a parent there is nobody to work for; the CPU limit ends a child that is too busy to notice.
  process.on('disconnect', () => {
    endOwnPrograms();
    process.exit(0);
  });
}

async function answer<Task>(
  handle: (task: Task) => Promise<unknown>,
  { id, task, resultPath }: ChildRequest<Task>,
): Promise<void> {
  let reply: ChildReply = { id, ok: true };
  try {
    writeFileSync(resultPath, JSON.stringify(await handle(task)), { flag: 'wx', mode: 0o600 });
  } catch (thrown) {
    reply = { id, ok: false, ...translate(thrown) };
  }
  process.send?.(reply, () => {
    if (!reply.ok && reply.fatal) process.exit(1);
  });
}

/** Foreign errors keep only their kind: their messages may quote the document. After a fatal one the process is not used again. */
function translate(thrown: unknown): { code: ErrorCode; message: string; fatal: boolean } {
  if (thrown instanceof PipelineError) return { code: thrown.code, message: thrown.message, fatal: false };
  if (thrown instanceof RangeError || isOutOfMemory(thrown)) {
    return { code: 'L_MEMORY', message: 'the reader ran out of memory', fatal: true };
  }
  // A trap leaves WebAssembly's memory in an unknown state. The same bytes trap again: it is the file.
  if (thrown instanceof Error && thrown.name === 'RuntimeError') {
    return { code: 'I_DAMAGED', message: 'the file makes its reader stop', fatal: true };
  }
  const ofDisk = diskCode(thrown);
  if (ofDisk) return { code: 'X_DISK', message: `local disk: ${ofDisk}`, fatal: false };
  const kind = thrown instanceof Error ? thrown.name : typeof thrown;
  return { code: 'X_ENGINE_FAILED', message: `unclassified ${kind} in a reader process`, fatal: true };
}

/** Emscripten's abort when its memory cannot grow. */
const isOutOfMemory = (thrown: unknown): boolean =>
  thrown instanceof Error && /\bOOM\b|enlarge memory/.test(thrown.message);
