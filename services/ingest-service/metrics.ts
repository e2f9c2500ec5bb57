/** What ingest-service counts of the files it takes in. */
import type { ErrorCode } from '../../shared/errors.ts';
import { counter, durations, gauge } from '../../shared/metrics/registry.ts';
import type { FileAnswer } from './schemas/documents.ts';

const uploads = counter('uploads_total', 'Files that were sent, by what became of them.', 'outcome');
const refusals = counter('upload_refusals_total', 'Files that were not taken, by the code of the error.', 'code');
const bytes = counter('upload_bytes_total', 'Bytes of files that were read, refused ones included.');
const duration = durations('upload_duration_seconds', 'From the first byte of a file to its answer.');
const inProgress = gauge('uploads_in_progress', 'Files that are being received.');

/** `failed`: for a reason of ours, or because the upload was cut short. */
const outcomes = ['accepted', 'duplicate', 'replayed', 'refused', 'failed'] as const satisfies (
  | FileAnswer['status']
  | 'failed'
)[];
for (const outcome of outcomes) uploads.inc({ outcome }, 0);

/** A file begins to come in; call the answer when it is known what became of it. */
export function beginUpload(): (outcome: (typeof outcomes)[number], read: number, code?: ErrorCode | null) => void {
  const startedAt = performance.now();
  inProgress.inc();
  return (outcome, read, code) => {
    inProgress.dec();
    uploads.inc({ outcome });
    bytes.inc(read);
    duration.observe((performance.now() - startedAt) / 1_000);
    if (code && (outcome === 'refused' || outcome === 'failed')) refusals.inc({ code });
  };
}
