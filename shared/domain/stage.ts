/** The words of the pipeline: stages, phases and the states of everything that moves through it. */

export const stageNames = ['ocr', 'asr', 'ner', 'llm', 'relationship'] as const;
/** A stage of the pipeline; also the name of its queue. */
export type StageName = (typeof stageNames)[number];

export const phases = ['plan', 'part', 'finish'] as const;
/** What a task does within its stage. */
export type Phase = (typeof phases)[number];

export const documentStates = [
  'processing',
  'completed',
  'completed_partial',
  'failed',
  'duplicate',
  'excluded',
  'cancelled',
  'deleted',
] as const;
/** `processing` is in progress; all others are terminal. */
export type DocumentState = (typeof documentStates)[number];

export const taskStates = ['queued', 'running', 'parked', 'done', 'failed', 'superseded', 'cancelled'] as const;
export type TaskState = (typeof taskStates)[number];
