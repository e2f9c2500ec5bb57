/** What the stages made of a document: always rows of one generation, the sealed one. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';
import { PipelineError } from '../../../shared/errors.ts';
import type { FileStore } from '../../../shared/files/store.ts';
import { type Rows, type RowTable, stagesOf } from '../../../shared/record/rows.ts';
import { segmentSeparator } from '../../../shared/text/clean.ts';
import type { Access } from '../access.ts';
import { rowCursor, toPage } from '../cursor.ts';
import { type Call, type Endpoint, endpoint } from '../endpoint.ts';
import { problemSchema } from '../schemas/documents.ts';
import { factsQuery, pageQuery, wordsQuery } from '../schemas/input.ts';
import { pageOf } from '../schemas/page.ts';
import * as answers from '../schemas/rows.ts';

type PageQuery = z.output<typeof pageQuery>;
type Only = { column: string; values: readonly string[] };

/** Segments fetched at a time while a text is streamed: some pages are long. */
const segmentsAtATime = 100;

export function rowRoutes(access: Access, rows: Rows, files: FileStore): Endpoint[] {
  /** The generation readers see; undefined while nothing is sealed. */
  const sealed = async (table: RowTable, documentId: string): Promise<number | undefined> => {
    const generations = await rows.generations(documentId);
    return stagesOf[table].map(stage => generations[stage] ?? 0).find(generation => generation > 0);
  };

  const listOf =
    <Query extends PageQuery>(table: RowTable, narrow: (query: Query) => Only | undefined = () => undefined) =>
    async ({ caller, params, query }: Call<Query>) => {
      const document = await access.document(caller, params.id ?? '');
      const after = rowCursor.decode(query.cursor);
      const generation = after?.generation ?? (await sealed(table, document.id));
      if (generation === undefined) return { body: { items: [], nextCursor: null } };
      const items = await rows.page(table, document.id, generation, after?.ordinal ?? -1, query.limit, narrow(query));
      return { body: toPage(items, query.limit, rowCursor, ({ ordinal }) => ({ generation, ordinal })) };
    };

  async function* textOf(documentId: string, generation: number): AsyncGenerator<string> {
    for (let after = -1, separator = ''; ; ) {
      const segments = await rows.page('segments', documentId, generation, after, segmentsAtATime);
      for (const { text } of segments) {
        yield separator + text;
        separator = segmentSeparator;
      }
      if (segments.length < segmentsAtATime) return;
      after = segments.at(-1)?.ordinal ?? after;
    }
  }

  const text = async ({ caller, params, response }: Call) => {
    const document = await access.document(caller, params.id ?? '');
    const generation = await sealed('segments', document.id);
    if (generation === undefined)
      throw new PipelineError('I_STATE', `the document is ${document.state} and has no text`);
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    await pipeline(Readable.from(textOf(document.id, generation)), response);
    return undefined;
  };

  const original = async ({ caller, params, response }: Call) => {
    const document = await access.document(caller, params.id ?? '');
    const bytes = await files.get(document.storageKey);
    response.attachment(document.fileName);
    response.setHeader('Content-Type', document.mediaType);
    response.setHeader('Content-Length', document.bytes);
    await pipeline(bytes, response);
    return undefined;
  };

  const ofSegment = ({ segment }: z.output<typeof wordsQuery>) =>
    segment === undefined ? undefined : { column: 'ordinal', values: [String(segment)] };
  const onlyFound = ({ unverified }: z.output<typeof factsQuery>) =>
    unverified === 'true' ? undefined : { column: 'verified', values: ['verified', 'repaired'] };

  const at = (rest: string) => `/v1/documents/{id}${rest}`;
  const read = { method: 'get', scope: 'read' } as const;
  const noText = {
    description: 'The document has no text, or not yet.',
    schema: problemSchema,
    mediaType: 'application/problem+json',
  };
  return [
    endpoint({
      ...read,
      path: at('/text'),
      summary: 'The frozen text, which all offsets refer to',
      answers: { 200: { description: 'The text.', mediaType: 'text/plain' }, 409: noText },
      handle: text,
    }),
    endpoint({
      ...read,
      path: at('/original'),
      summary: 'The file as it was handed over',
      answers: {
        200: { description: 'The bytes, under the media type found in them.', mediaType: 'application/octet-stream' },
      },
      handle: original,
    }),
    endpoint({
      ...read,
      path: at('/segments'),
      summary: 'Pages, sections or utterances',
      query: pageQuery,
      answers: { 200: pageOf('Segments.', answers.segmentSchema) },
      handle: listOf('segments'),
    }),
    endpoint({
      ...read,
      path: at('/words'),
      summary: 'Words with their places on the page',
      query: wordsQuery,
      answers: { 200: pageOf('Words by segment.', answers.wordsSchema) },
      handle: listOf('segment_words', ofSegment),
    }),
    endpoint({
      ...read,
      path: at('/chunks'),
      summary: 'Pieces for retrieval: a partition of the text',
      query: pageQuery,
      answers: { 200: pageOf('Chunks.', answers.chunkSchema) },
      handle: listOf('chunks'),
    }),
    endpoint({
      ...read,
      path: at('/mentions'),
      summary: 'Places that name an entity',
      query: pageQuery,
      answers: { 200: pageOf('Mentions.', answers.mentionSchema) },
      handle: listOf('entity_mentions'),
    }),
    endpoint({
      ...read,
      path: at('/facts'),
      summary: 'Facts with the words that prove them',
      query: factsQuery,
      answers: { 200: pageOf('Facts.', answers.factSchema) },
      handle: listOf('facts', onlyFound),
    }),
    endpoint({
      ...read,
      path: at('/relationships'),
      summary: 'Edges of the graph',
      query: pageQuery,
      answers: { 200: pageOf('Edges.', answers.relationshipSchema) },
      handle: listOf('relationship_staging'),
    }),
  ];
}
