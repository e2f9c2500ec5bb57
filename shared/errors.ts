/** The one list of error codes, what each means and what an operator should do; and the error type that carries them. */

/**
 * `I_` bad input and `L_` limits and `S_` security are permanent: the same input fails the same way.
 * `X_` is the system's fault and is retried with back-off.
 */
export const errorCodes = {
  I_EMPTY_FILE: 'The file has no bytes. Ask the sender for it again.',
  I_UNSUPPORTED_TYPE:
    'This kind of file is not read. Convert it to PDF, DOCX, EML, TXT, PNG, JPEG or TIFF and send it again.',
  I_DAMAGED: 'The file is damaged and cannot be opened. Ask the sender for it again.',
  I_PASSWORD: 'The file is protected by a password. Send a copy without one.',
  I_NO_PAGES: 'The file opens but holds no pages. Ask the sender for it again.',
  I_UNKNOWN_ENCODING: 'The bytes are not text in any encoding that is read. Save the file as UTF-8 and send it again.',
  I_NO_TEXT: 'No text came out of a file that is not blank. Look at the original and at the engine of the stage.',
  I_PAYLOAD: 'A job did not fit the contract of its stage. Producer and consumer run different versions: deploy both.',
  I_REQUEST: 'The request does not fit the API. The answer names the fields; see /openapi.json.',
  I_NOT_FOUND: 'No such resource, or it belongs to another project.',
  I_UNAUTHORIZED: 'The API key is missing, wrong or revoked. Make one with `npm run cli -- keys create`.',
  I_FORBIDDEN: 'The API key lacks the scope or the project for this call.',
  I_IDEMPOTENCY_MISMATCH: 'The Idempotency-Key was used before for other bytes. Use a new key.',
  I_STATE: 'The document is in a state in which this cannot be done.',
  I_PROJECT_EXISTS: 'A project of this name exists on other terms. Use it as it is, or choose another name.',
  I_UPLOAD_ABORTED: 'The upload ended before the whole file had arrived. Send it again.',
  I_ENGINE_MISSING:
    'No engine for this kind of file is configured. Configure one, restart, and reprocess the document.',
  I_ENGINE_ACCESS:
    'An engine refuses our key or account; it is not the document. Check its key, rights and credit, restart, and reprocess.',
  I_ENGINE_REQUEST:
    'An engine does not take our request; it is not the document. Check its base URL, model and abilities, restart, and reprocess.',
  I_ENGINE_REFUSED: 'The model refused to answer about this document. Use another model, or do without.',
  I_DECODER_MISSING:
    'This kind of recording is decoded by ffmpeg, which is not there. Install it, restart, and reprocess.',
  I_NO_AUDIO: 'The file holds no sound. Look at the original.',
  L_FILE_TOO_LARGE: 'The file is larger than the limit of the project. Raise `maxFileBytes` or split the file.',
  L_TOO_MANY_PAGES: 'The document has more pages than the limit of the project. Raise `maxPages` or split the file.',
  L_PAGE_TOO_LARGE: 'A page picture is larger than the limit of the project. Raise `maxPagePixels`.',
  L_TEXT_TOO_LARGE:
    'The document holds more text than the limit of the project. Raise `maxTextBytes` or split the file.',
  L_TOO_DEEP:
    'The file lies deeper in other files than the limit of the project. Raise `maxDepth` or send it by itself.',
  L_TOO_MANY_CHILDREN:
    'A file holds more files than the limit of the project. Raise `maxChildren` or send them by themselves.',
  L_RATIO: 'The file grows too much when unpacked, as only hostile archives do. Look at it before unpacking it.',
  L_MEMORY: 'Reading the file took more memory than a reader may use. Look at the file before raising the limit.',
  L_AUDIO_TOO_LONG: 'The recording is longer than the limit of the project. Raise `maxAudioMs` or split the file.',
  L_ENGINE_INPUT:
    'An engine does not take as much at once as it was sent. Lower what is sent, or use one that takes more.',
  L_ENGINE_OUTPUT:
    'The answer of a model does not fit its output limit. Raise the limit at the server, or lower what is sent.',
  S_LOCAL_ONLY:
    'The project is `localOnly` and an engine calls a host that is not in LOCAL_HOSTS. Use an engine on your own hosts, or name the host there.',
  S_QUARANTINED: 'The file was put aside for a security reason. Look at it before doing anything with it.',
  S_MODEL_CHANGED:
    'A file of a model is missing, or is not what its manifest or the catalogue says. Do not use the model; pull or import it anew.',
  X_TIMEOUT: 'A phase ran longer than it may. It is retried; if it keeps happening, look at the document.',
  X_POISON: 'Workers died on this task again and again. Look at the document before retrying.',
  X_CHILD_DIED: 'A reader process ended without an answer. It is retried; look at memory limits if it repeats.',
  X_ENGINE_FAILED: 'An engine failed. It is retried; look at the log of the service.',
  X_ENGINE_BUSY:
    'An engine cannot be asked now: too many requests, down, no credit, or the budget is spent. The work goes on by itself; `cli doctor` says which.',
  X_ENGINE_CREDIT: 'The account of an engine has no credit left. Pay for some; the work goes on by itself.',
  X_ENGINE_ANSWER:
    'An engine answered with something else than was asked for. It is retried; if it repeats, use another model.',
  X_STORE:
    'The file store did not answer as it should. Look at its disk or bucket and its permissions; `cli doctor` tries it.',
  X_FILE_MISSING: 'The original is not in the file store. Restore it from a backup.',
  X_DISK:
    'The disk of a worker is full or cannot be written. Make room or mend its permissions; the work goes on by itself.',
  X_FILE_CHANGED: 'The stored bytes do not match the recorded SHA-256. Restore the file store from a backup.',
  X_RECORD: 'Postgres or PostgREST did not answer as it should. Look at their logs.',
  X_REDIS: 'Redis did not answer in time. Work is delivered again when it does.',
  X_SCHEMA: 'The schema of the record does not fit this version. Run `npm run migrate`.',
  X_API: 'The HTTP API did not answer as it should. See that it runs and is reachable; look at its log.',
  X_CONFIG: 'The configuration is not usable. The message names each setting.',
  X_MODEL_SOURCE:
    'A model could not be fetched. `npm run models -- pull` needs the network and goes on where it stopped; without one, prepare the folder elsewhere and use `import`.',
  X_DRAINING: 'The service is stopping. Send the request again in a moment.',
  X_UNCLASSIFIED: 'An error nobody has classified yet. It is retried; report it with the log line.',
} as const;

/** A stable error code; the keys of {@link errorCodes}. */
export type ErrorCode = keyof typeof errorCodes;

/** True for codes whose failure is worth a retry (`X_`, but not `X_POISON`). */
export const isRetryable = (code: ErrorCode): boolean => code.startsWith('X_') && code !== 'X_POISON';

/** True if a string is one of our codes. */
export const isErrorCode = (value: unknown): value is ErrorCode => typeof value === 'string' && value in errorCodes;

/**
 * An error with a stable code. The message names ids, sizes and what was expected, never content of a document:
 * it ends up in the record, in logs and on the board.
 */
export class PipelineError extends Error {
  readonly code: ErrorCode;
  /** The engine at fault, when one is. */
  readonly engine: string | undefined;
  /** Retry no sooner than this many milliseconds from now, when the other side said so. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; engine?: string; retryAfterMs?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PipelineError';
    this.code = code;
    this.engine = options.engine;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** What the system says of a disk: full, not writable, broken, away, or no more files may be open. */
const diskCodes = new Set(
  ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM'].concat(['ENOTDIR', 'EIO', 'ESTALE', 'EMFILE', 'ENFILE']),
);

/** The code of a system call that failed for the disk's sake; undefined for every other error. */
export function diskCode(thrown: unknown): string | undefined {
  const { code, syscall } = (thrown ?? {}) as NodeJS.ErrnoException;
  // EACCES and EPERM may be said of a connection, too.
  return code !== undefined && diskCodes.has(code) && syscall !== 'connect' ? code : undefined;
}

/**
 * Any thrown value as a {@link PipelineError}: what a disk says becomes `X_DISK` - the file store translates its own - and
 * unknown ones `X_UNCLASSIFIED`, without their message, which might quote a document.
 */
export function toPipelineError(thrown: unknown): PipelineError {
  if (thrown instanceof PipelineError) return thrown;
  const ofDisk = diskCode(thrown);
  if (ofDisk) return new PipelineError('X_DISK', `local disk: ${ofDisk}`, { cause: thrown });
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  return new PipelineError('X_UNCLASSIFIED', `unclassified ${name}`, { cause: thrown });
}
