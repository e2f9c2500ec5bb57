/** Takes in one file: its bytes into the store, then its document into the record; or a line on why it was refused. */
import type { Readable } from 'node:stream';
import { errorCodes, isRetryable, PipelineError, toPipelineError } from '../../shared/errors.ts';
import { faultPoint } from '../../shared/fault-points.ts';
import { detectMediaType, isOfficeKind } from '../../shared/files/media-type.ts';
import { type FileStore, storageKey } from '../../shared/files/store.ts';
import { derivedId, newId } from '../../shared/ids.ts';
import { limitsSchema } from '../../shared/limits.ts';
import type { Log } from '../../shared/log.ts';
import { isRolledBack } from '../../shared/record/client.ts';
import type { AcceptAnswer, Documents, NewDocument } from '../../shared/record/documents.ts';
import type { Project } from '../../shared/record/projects.ts';
import type { Delivery } from '../../shared/record/tasks.ts';
import { type FileBytes, readFileBytes } from './file-bytes.ts';
import { beginUpload } from './metrics.ts';
import type { FileAnswer } from './schemas/documents.ts';

/** A file as it comes in. `ordinal` is its place in the request, refused files counted. */
export interface IncomingFile {
  project: Project;
  apiKeyId: string;
  fileName: string;
  sourcePath: string | undefined;
  metadata: Record<string, unknown> | undefined;
  ordinal: number;
  idempotencyKey: string | undefined;
  bytes: Readable;
}

export interface Intake {
  documents: Documents;
  files: FileStore;
  log: Log;
}

/**
 * Reads the file to its end and says what became of it. A file that is at fault is `refused` with its code; throws when
 * we are at fault (`X_`) or the upload was cut short (`I_UPLOAD_ABORTED`, noted in the record as well). Whatever is not
 * recorded leaves nothing in the store.
 */
export async function acceptFile(intake: Intake, file: IncomingFile): Promise<Accepted> {
  const bytes = readFileBytes(file.bytes);
  const ended = beginUpload();
  try {
    const accepted = await takeIn(intake, file, bytes);
    ended(accepted.answer.status, bytes.count(), accepted.answer.code);
    return accepted;
  } catch (thrown) {
    ended('failed', bytes.count(), toPipelineError(thrown).code);
    throw thrown;
  }
}

interface Accepted {
  answer: FileAnswer;
  deliveries: Delivery[];
}

async function takeIn(intake: Intake, file: IncomingFile, bytes: FileBytes): Promise<Accepted> {
  try {
    const document = await storeFile(intake, file, bytes);
    await faultPoint('after-blob', document.id);
    const accepted = await recordDocument(intake, document);
    await faultPoint('after-accept', document.id);
    if (accepted.mismatch) {
      throw new PipelineError('I_IDEMPOTENCY_MISMATCH', `the key belongs to document ${accepted.documentId}`);
    }
    return { answer: acceptedAnswer(file, accepted, document.id), deliveries: accepted.deliveries };
  } catch (thrown) {
    const error = toPipelineError(thrown);
    if (isRetryable(error.code)) throw thrown;
    return { answer: await refuse(intake, file, bytes, error), deliveries: [] };
  }
}

async function storeFile({ files }: Intake, file: IncomingFile, bytes: FileBytes): Promise<NewDocument> {
  const { project, fileName, sourcePath, metadata, apiKeyId, idempotencyKey } = file;
  const head = await bytes.head();
  if (head.length === 0) throw new PipelineError('I_EMPTY_FILE', 'the file has no bytes');
  const { mediaType, stage } = await detectMediaType(head);
  const unread = stage ? {} : excluded(mediaType);
  const id = newId();
  const key = storageKey(project.id, id);
  const stored = await files.put(key, bytes.upTo(limitsSchema.parse(project.limits).maxFileBytes));
  const idempotency = idempotencyKey === undefined ? {} : { idempotencyKey, idempotencyOrdinal: file.ordinal };
  return {
    id,
    projectId: project.id,
    ...stored,
    mediaType,
    stage: stage ?? undefined,
    ...unread,
    fileName,
    storageKey: key,
    sourcePath,
    metadata,
    apiKeyId,
    ...idempotency,
  };
}

/** How a kind that is not read is recorded. Throws `I_UNSUPPORTED_TYPE` for one that is not even taken in. */
function excluded(mediaType: string): Pick<NewDocument, 'excludedCode' | 'excludedMessage'> {
  const message = `the bytes are ${mediaType}`;
  if (!isOfficeKind(mediaType)) throw new PipelineError('I_UNSUPPORTED_TYPE', message);
  return { excludedCode: 'I_UNSUPPORTED_TYPE', excludedMessage: message };
}

/** The record's answer; what it did not make a document of is taken out of the store again. */
async function recordDocument({ documents, files, log }: Intake, document: NewDocument): Promise<AcceptAnswer> {
  try {
    const answer = await documents.accept(document);
    if (answer.documentId !== document.id) await files.remove(document.storageKey);
    return answer;
  } catch (thrown) {
    // Without an answer the document may have been recorded: better bytes too many than a document without any.
    if (isRolledBack(thrown)) await files.remove(document.storageKey);
    else log.error('intake.unknown', { documentId: document.id, code: toPipelineError(thrown).code });
    throw thrown;
  }
}

function acceptedAnswer(
  { fileName, ordinal }: IncomingFile,
  { documentId, duplicateOf, state, replayed }: Exclude<AcceptAnswer, { mismatch: true }>,
  givenId: string,
): FileAnswer {
  // A call that was sent twice over a broken connection answers as a replay of itself.
  const isReplay = replayed && documentId !== givenId;
  const status = isReplay ? 'replayed' : state === 'duplicate' ? 'duplicate' : 'accepted';
  const location = `/v1/documents/${documentId}`;
  const code = state === 'excluded' ? 'I_UNSUPPORTED_TYPE' : null;
  return {
    fileName,
    ordinal,
    status,
    documentId,
    duplicateOf,
    state,
    code,
    detail: code && 'kept, and not read',
    whatToDo: code && errorCodes[code],
    location,
  };
}

/** Notes a refused file, once per idempotency key, after the rest of it has come in. Throws if that is cut short. */
async function refuse(
  { documents }: Intake,
  file: IncomingFile,
  bytes: FileBytes,
  error: PipelineError,
): Promise<FileAnswer> {
  const { project, apiKeyId, fileName, ordinal, idempotencyKey } = file;
  const cutShort = await bytes.drain().then(() => undefined, toPipelineError);
  const { code, message } = error;
  await documents.refuse({
    id:
      idempotencyKey === undefined
        ? newId()
        : derivedId(project.id, 'refusal', apiKeyId, idempotencyKey, ordinal, code),
    projectId: project.id,
    fileName,
    bytes: bytes.count(),
    code,
    message,
    idempotencyKey,
  });
  if (cutShort) throw cutShort;
  const nothing = { documentId: null, duplicateOf: null, state: null, location: null };
  return { fileName, ordinal, status: 'refused', ...nothing, code, detail: message, whatToDo: errorCodes[code] };
}
