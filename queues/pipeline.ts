/**
 * THE contract: per stage its payload, what comes next, whether it must succeed, how often it is tried, how long a phase
 * may run, and how much one part holds. The record has the same table (`pipeline_stages`); services compare the two when
 * they start and refuse to run on a difference.
 */
import type { z } from 'zod';
import { type StageName, stageNames } from '../shared/domain/stage.ts';
import { asrJob } from '../shared/jobs/asr.ts';
import { llmJob } from '../shared/jobs/llm.ts';
import { nerJob } from '../shared/jobs/ner.ts';
import { ocrJob } from '../shared/jobs/ocr.ts';
import { relationshipJob } from '../shared/jobs/relationship.ts';

export interface StageDefinition<S extends StageName = StageName> {
  payload: z.ZodType<{ stage: S }>;
  next: StageName | null;
  /** A required stage that fails fails the document; after an optional one the next runs on what exists. */
  required: boolean;
  /** Failed attempts after which a task is given up. */
  attempts: number;
  /** Longest run of one claim, in milliseconds. */
  runMs: { plan: number; part: number; finish: number };
  /** Pages, stretches or chunks in one part. */
  partSize: number;
}

/** Checks each stage against its own payload; a misspelt stage or next stage does not compile. */
export const definePipeline = <const P extends { [S in StageName]: StageDefinition<S> }>(
  definition: P & { [K in Exclude<keyof P, StageName>]: never },
): P => definition;

const minutes = (n: number) => n * 60_000;

export const pipeline = definePipeline({
  ocr: {
    payload: ocrJob,
    next: 'ner',
    required: true,
    attempts: 4,
    runMs: { plan: minutes(10), part: minutes(15), finish: minutes(10) },
    partSize: 8,
  },
  asr: {
    payload: asrJob,
    next: 'ner',
    required: true,
    attempts: 4,
    runMs: { plan: minutes(10), part: minutes(15), finish: minutes(10) },
    partSize: 1,
  },
  ner: {
    payload: nerJob,
    next: 'llm',
    required: true,
    attempts: 4,
    runMs: { plan: minutes(10), part: minutes(10), finish: minutes(10) },
    partSize: 200,
  },
  llm: {
    payload: llmJob,
    next: 'relationship',
    required: false,
    attempts: 4,
    runMs: { plan: minutes(10), part: minutes(10), finish: minutes(10) },
    partSize: 200,
  },
  relationship: {
    payload: relationshipJob,
    next: null,
    required: false,
    attempts: 4,
    runMs: { plan: minutes(10), part: minutes(10), finish: minutes(10) },
    partSize: 1,
  },
});

/** The payload of a stage's jobs. */
export type JobOf<S extends StageName> = z.output<(typeof pipeline)[S]['payload']>;

/** Any job. */
export type Job = { [S in StageName]: JobOf<S> }[StageName];

/** The pipeline as rows of `pipeline_stages`, for the comparison at start. */
export const pipelineRows = () =>
  stageNames.map((stage, index) => {
    const { next, required, attempts, runMs } = pipeline[stage];
    return {
      stage,
      position: index + 1,
      nextStage: next,
      required,
      attempts,
      planMs: runMs.plan,
      partMs: runMs.part,
      finishMs: runMs.finish,
    };
  });
