/** The ids of rows: derived from the task that writes them, so that a repeat of the task gives the same rows. */
import type { RowBatch } from '../shared/domain/rows.ts';
import { derivedId } from '../shared/ids.ts';
import type { TaskContext } from './stage.ts';

/** The id of the row with this ordinal that this task writes to a table. */
export const rowId = (
  documentId: string,
  task: Pick<TaskContext['task'], 'generation' | 'stage' | 'phase' | 'ordinal'>,
  table: keyof RowBatch,
  ordinal: number,
): string => derivedId(documentId, task.generation, table, task.stage, task.phase, task.ordinal, ordinal);
