/** Reads the rows of one document, whole, page by page: PostgREST answers 1,000 rows at a time. */
import type {
  ChunkRow,
  DraftRow,
  FactRow,
  MentionRow,
  RelationshipRow,
  SegmentRow,
  SegmentWordsRow,
} from '../domain/rows.ts';
import type { StageName } from '../domain/stage.ts';
import { fromColumns } from './case.ts';
import { answerOf, type RecordClient } from './client.ts';

/** The columns of each table that are the writer's; the rest is the record's own bookkeeping. */
const columns = {
  segments:
    'id,ordinal,kind,text,char_start,char_end,page_number,page_label,width_pt,height_pt,turn,start_ms,end_ms,engine,model,confidence,error_code,properties',
  segment_words: 'id,ordinal,starts,ends,boxes,confidences',
  chunks:
    'id,ordinal,text,char_start,char_end,heading_path,token_count,token_encoding,context_line,language,page_first,page_last,kind',
  entity_mentions:
    'id,ordinal,chunk_id,type,text,char_start,char_end,value,properties,score,engine,model,canonical_entity_id,canonical_entities(merged_into)',
  facts: 'id,ordinal,chunk_id,kind,value,properties,quote,char_start,char_end,verified,engine,model',
  relationship_staging: 'id,ordinal,from_label,from_id,type,to_label,to_id,properties,char_start,char_end',
} as const;

/** A table with rows of documents. */
export type RowTable = keyof typeof columns;

/** What a read of a table gives. A mention comes with the entity it was resolved to, and the root of that but for rows that came with a claim. */
export interface RowOf {
  segments: SegmentRow;
  segment_words: SegmentWordsRow;
  chunks: ChunkRow;
  entity_mentions: MentionRow & { canonicalEntityId: string | null; rootEntityId?: string | null };
  facts: FactRow;
  relationship_staging: RelationshipRow;
}

/** What a document has to do with others of its project. Ids. */
export interface DocumentThread {
  parentMediaType: string | null;
  /** Mails it answers: more than one if a mail was handed over twice. */
  repliesTo: string[];
  repliedBy: string[];
}

/** The stages that write a table. */
export const stagesOf: Record<RowTable, StageName[]> = {
  segments: ['ocr', 'asr'],
  segment_words: ['ocr', 'asr'],
  chunks: ['ner'],
  entity_mentions: ['ner'],
  facts: ['llm'],
  relationship_staging: ['relationship'],
};

const pageSize = 1_000;

export type Rows = ReturnType<typeof createRows>;

export function createRows(record: RecordClient) {
  const page = async <T extends RowTable>(
    table: T,
    documentId: string,
    generation: number,
    after: number,
    limit: number,
    only?: { column: string; values: readonly string[] },
  ): Promise<RowOf[T][]> => {
    const all = record.supabase
      .from(table as 'segments') // all these tables have the columns used here
      .select(columns[table])
      .eq('document_id', documentId)
      .eq('generation', generation)
      .gt('ordinal', after)
      .order('ordinal')
      .limit(limit);
    const query = only ? all.in(only.column, only.values) : all;
    return answerOf<object[]>(table, await query).map(row => fromColumns<RowOf[T]>(withRoot(row)));
  };

  return {
    /** At most `limit` (1,000) rows of a generation after an ordinal (-1: from the first); `only` those with a value in a column. */
    page,

    /** All rows of a generation, in order. */
    async all<T extends RowTable>(table: T, documentId: string, generation: number): Promise<RowOf[T][]> {
      const rows: RowOf[T][] = [];
      for (;;) {
        const next = await page(table, documentId, generation, rows.at(-1)?.ordinal ?? -1, pageSize);
        rows.push(...next);
        if (next.length < pageSize) return rows;
      }
    },

    /** The drafts of a stage's parts, by part, then ordinal. */
    async drafts(documentId: string, generation: number, stage: StageName): Promise<DraftRow[]> {
      const rows: DraftRow[] = [];
      for (;;) {
        const query = record.supabase
          .from('task_drafts')
          .select('id,ordinal,data')
          .eq('document_id', documentId)
          .eq('generation', generation)
          .eq('stage', stage)
          .order('part_ordinal')
          .order('ordinal')
          .range(rows.length, rows.length + 199);
        const next = answerOf<DraftRow[]>('task_drafts', await query);
        rows.push(...next);
        if (next.length < 200) return rows;
      }
    },

    /** What the mail headers say of a document and others; nothing for one that is no mail. */
    thread: (documentId: string) => record.rpc<DocumentThread>('document_thread', { p_document: documentId }),

    /** The current generation of each stage of a document; 0 where nothing is sealed. */
    async generations(documentId: string): Promise<Partial<Record<StageName, number>>> {
      const query = record.supabase
        .from('document_stages')
        .select('stage,current_generation')
        .eq('document_id', documentId);
      const rows = answerOf<{ stage: StageName; current_generation: number | null }[]>('document_stages', await query);
      return Object.fromEntries(rows.map(row => [row.stage, row.current_generation ?? 0]));
    },
  };
}

/** The embedded entity of a mention as one column. */
function withRoot(row: object & { canonical_entities?: { merged_into: string | null } | null }): object {
  if (!('canonical_entities' in row)) return row;
  const { canonical_entities: entity, ...mention } = row as typeof row & { canonical_entity_id: string | null };
  return { ...mention, root_entity_id: entity?.merged_into ?? mention.canonical_entity_id };
}

/** The generation of a table's rows that readers of a document see; undefined while none is sealed. */
export async function sealedGeneration(rows: Rows, table: RowTable, documentId: string): Promise<number | undefined> {
  const generations = await rows.generations(documentId);
  return stagesOf[table].map(stage => generations[stage] ?? 0).find(generation => generation > 0);
}
