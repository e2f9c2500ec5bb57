/** What the stages made of a document, row by row: always of one generation, a sealed one. */
import type { z } from 'zod';
import { PipelineError } from '../../../shared/errors.ts';
import { type Rows, type RowTable, sealedGeneration } from '../../../shared/record/rows.ts';
import type { Access } from '../access.ts';
import { rowCursor, toPage } from '../cursor.ts';
import { type Call, type Endpoint, endpoint } from '../endpoint.ts';
import { pageOf } from '../schemas/answers.ts';
import { factsQuery, pageQuery, wordsQuery } from '../schemas/input.ts';
import * as rows from '../schemas/rows.ts';

type PageQuery = z.output<typeof pageQuery>;
/** The values of a column that a query narrows its list to. */
type Only = { column: string; values: readonly string[] };

const ofSegment = ({ segment }: z.output<typeof wordsQuery>): Only | undefined =>
  segment === undefined ? undefined : { column: 'ordinal', values: [String(segment)] };

const onlyFound = ({ unverified }: z.output<typeof factsQuery>): Only | undefined =>
  unverified === 'true' ? undefined : { column: 'verified', values: ['verified', 'repaired'] };

export function rowRoutes(access: Access, source: Rows): Endpoint[] {
  const listOf = <Query extends PageQuery>(
    table: RowTable,
    name: string,
    summary: string,
    item: z.ZodType,
    query: z.ZodType<Query>,
    narrow: (query: Query) => Only | undefined = () => undefined,
  ) =>
    endpoint({
      method: 'get',
      path: `/v1/documents/{id}/${name}`,
      summary,
      scope: 'read',
      query,
      answers: { 200: pageOf(`${summary}.`, item) },
      handle: call => list(access, source, table, call, narrow(call.query)),
    });
  return [
    listOf('segments', 'segments', 'Pages, sections or utterances', rows.segmentSchema, pageQuery),
    listOf('segment_words', 'words', 'Words and their places, by segment', rows.wordsSchema, wordsQuery, ofSegment),
    listOf('chunks', 'chunks', 'Pieces for retrieval: a partition of the text', rows.chunkSchema, pageQuery),
    listOf('entity_mentions', 'mentions', 'Places that name an entity', rows.mentionSchema, pageQuery),
    listOf('facts', 'facts', 'Facts, with the words that prove them', rows.factSchema, factsQuery, onlyFound),
    listOf('relationship_staging', 'relationships', 'Edges of the graph', rows.relationshipSchema, pageQuery),
  ];
}

/** One page of rows. A list that was begun goes on in its generation, which may have been followed by a newer one. */
async function list(access: Access, source: Rows, table: RowTable, call: Call<PageQuery>, only: Only | undefined) {
  const { cursor, limit } = call.query;
  const document = await access.document(call.caller, call.params.id);
  const after = rowCursor.decode(cursor);
  const current = await sealedGeneration(source, table, document.id);
  if (after && after.generation > (current ?? 0))
    throw new PipelineError('I_REQUEST', 'query: cursor: not one of this list');
  if (current === undefined) return { body: { items: [], nextCursor: null } };
  const generation = after?.generation ?? current;
  const items = await source.page(table, document.id, generation, after?.ordinal ?? -1, limit, only);
  return { body: toPage(items, limit, rowCursor, ({ ordinal }) => ({ generation, ordinal })) };
}
