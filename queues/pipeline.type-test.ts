/** What must not compile. Each line below an `@ts-expect-error` is a mistake the contract catches; the type check fails if one stops being an error. */
import { ocrJob } from '../shared/jobs/ocr.ts';
import type { Delivery } from '../shared/record/tasks.ts';
import { definePipeline, type JobOf, pipeline } from './pipeline.ts';

const job: JobOf<'ner'> = { v: 1, taskId: '', documentId: '', generation: 1, stage: 'ner', phase: 'plan' };

// @ts-expect-error a next stage that does not exist
definePipeline({ ...pipeline, ocr: { ...pipeline.ocr, next: 'nerr' } });
// @ts-expect-error a stage that does not exist
definePipeline({ ...pipeline, embed: pipeline.ocr });
// @ts-expect-error a stage with the payload of another
definePipeline({ ...pipeline, ner: { ...pipeline.ner, payload: ocrJob } });
// @ts-expect-error a stage is missing
definePipeline({ ocr: pipeline.ocr });
// @ts-expect-error a payload without its task
export const withoutTask: JobOf<'ner'> = { v: 1, documentId: '', generation: 1, stage: 'ner', phase: 'plan' };
// @ts-expect-error a payload of another stage
export const otherStage: JobOf<'ocr'> = job;
// @ts-expect-error a phase that does not exist
export const otherPhase: JobOf<'ner'> = { ...job, phase: 'begin' };
export const withText: JobOf<'ner'> = {
  v: 1,
  taskId: '',
  documentId: '',
  generation: 1,
  stage: 'ner',
  phase: 'plan',
  // @ts-expect-error text in a payload
  text: '',
};
// @ts-expect-error a delivery to a queue that does not exist
export const lost: Pick<Delivery, 'stage'> = { stage: 'nerr' };
