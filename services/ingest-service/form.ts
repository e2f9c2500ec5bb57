/** Reads a multipart form as a stream of its parts, in their order, with no file held in memory. */
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { PipelineError } from '../../shared/errors.ts';

/** A field, or a file whose bytes must be read to their end before the next part comes. */
export type FormPart =
  | { kind: 'field'; name: string; value: string }
  | { kind: 'file'; fileName: string | undefined; bytes: Readable };

/** More than any browser sends for a folder; all that a request may make us remember is bounded by these. */
const limits = { files: 5_000, fields: 10_100, fieldSize: 64 * 1024, headerSize: 16 * 1024, headerPairs: 50 };

/**
 * Yields the parts of a form. Throws `I_REQUEST` for what is not a form or is over a limit, `I_UPLOAD_ABORTED` when it
 * ends early; a file being read fails with the same error. A consumer that stops early leaves the request to be drained.
 */
export async function* readForm(request: IncomingMessage): AsyncGenerator<FormPart> {
  const form = openForm(request);
  const queue = createQueue<FormPart>();
  let last: Readable | undefined;
  let yielded = 0;
  const fail = (error: PipelineError) => {
    request.unpipe(form);
    last?.destroy(error); // the files before it have come in whole
    queue.end(error);
  };
  const onClose = () => {
    if (!request.complete) fail(new PipelineError('I_UPLOAD_ABORTED', 'the connection was closed before the end'));
  };
  form.on('field', (name, value, _nameTruncated, valueTruncated) => {
    if (valueTruncated) fail(tooMuch(`a field of more than ${limits.fieldSize} bytes`));
    else queue.push({ kind: 'field', name, value });
  });
  form.on('file', (_name, bytes: Readable, fileName: string | undefined) => {
    last = bytes;
    // Heard here as well: a file may fail before its turn to be read has come. Destroyed, it fails its reader then.
    bytes.on('error', cause => bytes.destroy(endedEarly(cause)));
    queue.push({ kind: 'file', fileName, bytes });
  });
  form.on('filesLimit', () => fail(tooMuch(`more than ${limits.files} files`)));
  form.on('fieldsLimit', () => fail(tooMuch(`more than ${limits.fields} fields`)));
  form.on('error', cause => fail(endedEarly(cause)));
  form.on('finish', () => queue.end());
  request.on('close', onClose);
  if (request.destroyed) onClose();
  request.pipe(form);
  try {
    for await (const part of queue.items()) {
      yielded += 1;
      yield part;
      if (part.kind === 'file') part.bytes.resume(); // what its reader left
    }
    refuseSkippedParts(form, yielded);
  } finally {
    request.off('close', onClose);
    request.unpipe(form);
    last?.destroy();
    // The rest is read and thrown away, so that the caller gets to hear the answer.
    request.resume();
  }
}

const tooMuch = (what: string) => new PipelineError('I_REQUEST', `the form holds ${what}`);
const endedEarly = (cause: unknown) => new PipelineError('I_UPLOAD_ABORTED', 'the form ends early', { cause });

function openForm(request: IncomingMessage): BusboyInstance {
  const contentType = request.headers['content-type'] ?? '';
  try {
    if (!/^multipart\/form-data\b/i.test(contentType)) throw new TypeError('another kind of body');
    return new Busboy({ headers: { ...request.headers, 'content-type': contentType }, limits, preservePath: true });
  } catch (cause) {
    throw new PipelineError('I_REQUEST', 'the body is not multipart/form-data with a boundary', { cause });
  }
}

/** The parser skips a part without a usable Content-Disposition in silence; its own count of parts gives that away. */
function refuseSkippedParts(form: BusboyInstance, yielded: number): void {
  const seen = (form as unknown as { _parser: { _nparts: number } })._parser._nparts;
  if (seen !== yielded)
    throw new PipelineError('I_REQUEST', `${seen - yielded} parts of the form have no usable header`);
}

/** Items from events to a loop, which ends, or throws, after the last of them. */
function createQueue<T>() {
  const waiting: T[] = [];
  let ended = false;
  let failure: PipelineError | undefined;
  let wake = () => {};
  return {
    push(item: T) {
      if (ended) return; // the parser goes on to the end of its chunk
      waiting.push(item);
      wake();
    },
    end(error?: PipelineError) {
      failure ??= error;
      ended = true;
      wake();
    },
    async *items(): AsyncGenerator<T> {
      for (;;) {
        const item = waiting.shift();
        if (item !== undefined) yield item;
        else if (failure) throw failure;
        else if (ended) return;
        else
          await new Promise<void>(resolve => {
            wake = resolve;
          });
      }
    },
  };
}
