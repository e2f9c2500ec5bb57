/** What relationship-service does to a document: stages every edge it brings to the graph, in one phase. */
import type { Stage, TaskContext, Warning } from '../../queues/stage.ts';
import type { EdgeType, RelationshipRow } from '../../shared/domain/rows.ts';
import type { GraphInput } from './edge.ts';
import { edgesOf, isMail } from './edges.ts';

/** Raise it when the edges of a document change. */
const version = '2';
/** Rows of one `put`: what the record takes in one call. */
const batchSize = 1_000;

/** The stage has no dependencies: edges follow from what earlier stages sealed. */
export function createRelationshipStage(): Stage {
  return {
    reads: ['chunks', 'entity_mentions'],
    async plan(context) {
      const input: GraphInput = {
        document: context.document,
        thread: await threadOf(context),
        chunks: await context.read.chunks(),
        mentions: await context.read.mentions(),
        links: await context.read.links(),
        facts: await context.read.facts(),
      };
      const { byType, unlinked } = await putEdges(context, input);
      const total = Object.values(byType).reduce((sum, count) => sum + count, 0);
      return {
        outcome: {
          counts: { relationships: total, ...byType },
          engine: 'edges',
          version,
          warnings: [...warningsFor(input), ...(unlinked > 0 ? [{ code: 'facts.unlinked', count: unlinked }] : [])],
        },
      };
    },
  };
}

/** Only mails and what came out of something have to do with other documents. */
const threadOf = async ({ document, read }: TaskContext): Promise<GraphInput['thread']> =>
  isMail(document.mediaType) || document.parentId
    ? read.thread()
    : { parentMediaType: null, repliesTo: [], repliedBy: [] };

/** Edges by type, and the facts that name nobody the graph knows. */
interface Staged {
  byType: Partial<Record<EdgeType, number>>;
  unlinked: number;
}

async function putEdges(context: TaskContext, input: GraphInput): Promise<Staged> {
  const byType: Partial<Record<EdgeType, number>> = {};
  let batch: RelationshipRow[] = [];
  let ordinal = 0;
  const edges = edgesOf(input);
  for (let next = edges.next(); ; next = edges.next()) {
    if (next.done) {
      if (batch.length > 0) await context.put({ relationshipStaging: batch });
      return { byType, unlinked: next.value };
    }
    const edge = next.value;
    batch.push({ ...edge, id: context.rowId('relationshipStaging', ordinal), ordinal });
    byType[edge.type] = (byType[edge.type] ?? 0) + 1;
    ordinal += 1;
    if (batch.length < batchSize) continue;
    context.signal.throwIfAborted();
    await context.put({ relationshipStaging: batch });
    batch = [];
  }
}

/** Names what the graph lacks: a document without text, or mentions the stage before did not resolve. */
function warningsFor({ chunks, mentions, links }: GraphInput): Warning[] {
  if (chunks.length === 0) return [{ code: 'text.empty' }];
  const linked = new Set(links.map(({ mentionId }) => mentionId));
  const unlinked = mentions.filter(({ id }) => !linked.has(id)).length;
  if (unlinked === 0) return [];
  return links.length === 0
    ? [{ code: 'links.absent', missing: true, count: unlinked }]
    : [{ code: 'links.incomplete', count: unlinked }];
}
