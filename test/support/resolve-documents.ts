/** Takes documents that consist of names through ner and llm on the real record: what resolution makes of them. */
import { createTaskContext } from '../../queues/task-context.ts';
import type { LlmEngine } from '../../services/llm-service/engines/engine.ts';
import { createRulesEngine } from '../../services/llm-service/engines/rules/rules-engine.ts';
import { putResolution } from '../../services/llm-service/resolve/put-resolution.ts';
import { createRelationshipStage } from '../../services/relationship-service/stage.ts';
import type { FactRow, MentionType } from '../../shared/domain/rows.ts';
import type { FileCache } from '../../shared/files/cache.ts';
import type { FileStore } from '../../shared/files/store.ts';
import { derivedId } from '../../shared/ids.ts';
import { loopbackHosts } from '../../shared/local-hosts.ts';
import { createLog } from '../../shared/log.ts';
import type { Delivery } from '../../shared/record/tasks.ts';
import { emptyOutcome, only, type TestRecord } from './record.ts';
import { chunksOf, mentionsOf } from './rows.ts';

/** A document: what it names, in order. */
export type Names = readonly (readonly [MentionType, string])[];

const log = createLog({ service: 'test', level: 'none', format: 'text' });
/** What the stages need of the world here: the record; neither of them touches a file. */
const sourcesOf = ({ tasks, rows }: TestRecord) => ({
  ...{ tasks, rows, files: {} as FileCache, store: {} as FileStore },
  calls: { localHosts: loopbackHosts, rates: {} },
});

/** A document of a project up to its llm task. */
export async function documentOf(record: TestRecord, projectId: string, names: Names, properties: object = {}) {
  const document = await record.accept({ projectId, ...('mail' in properties && { mediaType: 'message/rfc822' }) });
  const text = names.map(([, name]) => name).join(' ; ');
  const [ner] = await record.finish(only(document.deliveries).taskId, {
    document: { textLength: text.length, properties },
  });
  const taskId = (ner as Delivery).taskId;
  const { token } = await record.claim(taskId);
  const own = <T extends { id: string }>(row: T): T => ({ ...row, id: derivedId(document.id, row.id) });
  const chunks = chunksOf(text);
  const mentions = mentionsOf(text, chunks, ...names.map(([type, name]): [MentionType, string] => [type, name]));
  const entityMentions = mentions.map(mention => own({ ...mention, chunkId: derivedId(document.id, mention.chunkId) }));
  await record.tasks.putRows(taskId, token, { chunks: chunks.map(own), entityMentions });
  const answer = await record.tasks.commit({ taskId, token, outcome: emptyOutcome });
  if (answer.status !== 'committed') throw new Error(`not committed: ${answer.status}`);
  return { id: document.id, task: only(answer.deliveries).taskId };
}

/** Claims the llm task of a document, resolves its mentions and commits; answers what was counted and what comes next. */
export async function resolveDocument(
  record: TestRecord,
  taskId: string,
  engine: LlmEngine = createRulesEngine(),
  facts: FactRow[] = [],
) {
  const claim = await record.claim(taskId);
  const sources = sourcesOf(record);
  const { context } = createTaskContext(claim, sources, AbortSignal.timeout(30_000), log);
  const { counts, warnings } = await putResolution(context, engine, await context.read.mentions());
  const answer = await record.tasks.commit({ taskId, token: claim.token, outcome: emptyOutcome, rows: { facts } });
  if (answer.status !== 'committed') throw new Error(`not committed: ${answer.status}`);
  return { counts, warnings, deliveries: answer.deliveries };
}

/** Runs the relationship task that comes next; answers what was counted. */
export async function relateDocument(record: TestRecord, deliveries: Delivery[]) {
  const claim = await record.claim(only(deliveries).taskId);
  const sources = sourcesOf(record);
  const { context, unwritten } = createTaskContext(claim, sources, AbortSignal.timeout(30_000), log);
  const { outcome } = await createRelationshipStage().plan(context);
  await record.tasks.commit({ taskId: claim.task.id, token: claim.token, outcome, ...unwritten() });
  return outcome;
}

/** The names of a project that came out as one, by what the mentions say and the documents that say it. */
export async function partitionOf(record: TestRecord, projectId: string, labels: ReadonlyMap<string, string>) {
  const rows = await record.query<{ document_id: string; value: string; root: string }>(
    `select m.document_id, m.value, coalesce(e.merged_into, e.id) as root from entity_mentions m
     join canonical_entities e on e.id = m.canonical_entity_id where m.project_id = $1`,
    [projectId],
  );
  const groups = Map.groupBy(rows, ({ root }) => root);
  return [...groups.values()]
    .map(group => [...new Set(group.map(({ document_id, value }) => `${labels.get(document_id)}: ${value}`))].sort())
    .sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}
