/** What a server says in the protocol of S3, or that it says nothing, as `X_STORE`: all of it ends when somebody mends the store. */
import { PipelineError } from '../errors.ts';

/** What an operator is told. A code that is not here is told by itself. */
const meanings: Record<string, string> = {
  NoSuchBucket: 'there is no such bucket',
  AccessDenied: 'the key may not do this',
  InvalidAccessKeyId: 'the server does not know the access key',
  SignatureDoesNotMatch: 'the secret key is not that of the access key',
  ExpiredToken: 'the identity of this machine has run out',
  CredentialsProviderError: 'no keys are set and AWS tells no identity of this machine',
  RequestTimeTooSkewed: 'the clocks of this machine and the server differ too much',
  PermanentRedirect: 'the bucket is in another region',
  AuthorizationHeaderMalformed: 'the bucket is in another region',
  SlowDown: 'too many requests at once',
  XAmzContentSHA256Mismatch: 'the bytes were changed on their way',
  BadDigest: 'the bytes were changed on their way',
  NotImplemented: 'the server does not do this',
  AbortError: 'no answer in time',
  TimeoutError: 'no connection in time',
};

/** The part of an SDK error that is looked at; it holds no request, so no signature, and no content. */
interface SdkError {
  name?: string;
  code?: string;
  $metadata?: { httpStatusCode?: number };
  $response?: { headers?: Record<string, string> };
}

/** `X_STORE` with the thrown value as its cause. `call`: what was asked, as an operator reads it. */
export function s3Error(call: string, thrown: unknown): PipelineError {
  if (thrown instanceof PipelineError) return thrown;
  const error = (thrown ?? {}) as SdkError;
  const name = error.code ?? error.name ?? 'unknown';
  const status = error.$metadata?.httpStatusCode;
  const said = [status, name, meanings[name]].filter(Boolean).join(', ');
  const seconds = Number(error.$response?.headers?.['retry-after']);
  const pause = seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {};
  return new PipelineError('X_STORE', `file store: ${call}: ${said}`, { cause: thrown, ...pause });
}

/** The server answers, and says that there is no such object or upload. */
export const isNotThere = (thrown: unknown): boolean =>
  /^(NoSuchKey|NotFound|NoSuchUpload)$/.test(nameOfCause(thrown) ?? '');

/** The server answers, and says that the key may not. */
export const isForbidden = (thrown: unknown): boolean => nameOfCause(thrown) === 'AccessDenied';

const nameOfCause = (thrown: unknown) => ((thrown as PipelineError | undefined)?.cause as SdkError | undefined)?.name;

/** A connection that ended before an answer: it may have been closed by the server while nobody used it. */
export const isHungUp = (thrown: unknown): boolean =>
  /^(ECONNRESET|EPIPE)$/.test((thrown as NodeJS.ErrnoException | undefined)?.code ?? '');
