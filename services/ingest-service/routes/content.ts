/** The document itself, streamed: its text as it was frozen, and the file as it was handed over. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PipelineError } from '../../../shared/errors.ts';
import type { FileStore } from '../../../shared/files/store.ts';
import { type Rows, sealedGeneration } from '../../../shared/record/rows.ts';
import { segmentSeparator } from '../../../shared/text/clean.ts';
import type { Access } from '../access.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { problem } from '../schemas/answers.ts';
import { whole } from '../whole.ts';

export const contentRoutes = (access: Access, rows: Rows, files: FileStore): Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/v1/documents/{id}/text',
    summary: 'The frozen text, which all offsets refer to',
    scope: 'read',
    answers: {
      200: { description: 'The text.', mediaType: 'text/plain' },
      409: problem('The document has no text, or not yet.'),
    },
    async handle({ caller, params, response }) {
      const { id, state } = await access.document(caller, params.id);
      const generation = await sealedGeneration(rows, 'segments', id);
      if (generation === undefined) throw new PipelineError('I_STATE', `the document is ${state} and has no text`);
      response.setHeader('Content-Type', 'text/plain; charset=utf-8');
      await pipeline(Readable.from(textOf(rows, id, generation)), response);
      return undefined;
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/documents/{id}/original',
    summary: 'The file as it was handed over',
    description: 'Bytes that are not those received any more are not answered: the answer breaks off.',
    scope: 'read',
    answers: {
      200: { description: 'Under the media type found in the bytes.', mediaType: 'application/octet-stream' },
    },
    async handle({ caller, params, response }) {
      const { storageKey, fileName, mediaType, bytes, sha256 } = await access.document(caller, params.id);
      const stored = await files.get(storageKey);
      response.attachment(fileName);
      response.setHeader('Content-Type', mediaType);
      response.setHeader('Content-Length', bytes);
      await pipeline(stored, whole(sha256), response);
      return undefined;
    },
  }),
];

/** Segments fetched at a time: some pages are long. */
const segmentsAtATime = 100;

async function* textOf(rows: Rows, documentId: string, generation: number): AsyncGenerator<string> {
  let separator = '';
  for (let after = -1; ; ) {
    const segments = await rows.page('segments', documentId, generation, after, segmentsAtATime);
    for (const { text } of segments) {
      yield separator + text;
      separator = segmentSeparator;
    }
    if (segments.length < segmentsAtATime) return;
    after = segments.at(-1)?.ordinal ?? after;
  }
}
