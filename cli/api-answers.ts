/** What the command line reads from answers of the HTTP API; all else in them is passed on as it is. */
import { z } from 'zod';
import { documentStates } from '../shared/domain/stage.ts';

const state = z.enum(documentStates);

export const projectSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  settings: z.record(z.string(), z.unknown()),
  createdAt: z.string(),
});
export type Project = z.infer<typeof projectSchema>;

/** One file of an upload. */
export const uploadSchema = z.looseObject({
  status: z.enum(['accepted', 'duplicate', 'replayed', 'refused']),
  documentId: z.string().nullish(),
  duplicateOf: z.string().nullish(),
  state: state.nullish(),
  code: z.string().nullish(),
  detail: z.string().nullish(),
});
export const uploadAnswerSchema = z.object({ documents: z.array(uploadSchema) });
export type Upload = z.infer<typeof uploadSchema>;

const warning = z.looseObject({
  code: z.string(),
  stage: z.string().optional(),
  missing: z.boolean().optional(),
  count: z.number().optional(),
  at: z.array(z.number()).optional(),
});

const error = z.looseObject({
  code: z.string(),
  message: z.string().nullish(),
  stage: z.string().nullish(),
  attempt: z.number().nullish(),
  whatToDo: z.string().nullish(),
});

/** A document in a list. */
export const listedDocumentSchema = z.looseObject({
  id: z.string(),
  rootId: z.string(),
  parentId: z.string().nullish(),
  partPath: z.string().nullish(),
  fileName: z.string(),
  sourcePath: z.string().nullish(),
  state,
  duplicateOf: z.string().nullish(),
  error: error.nullish(),
  warnings: z.array(warning),
});
export type ListedDocument = z.infer<typeof listedDocumentSchema>;

/** A document by itself. */
export const documentSchema = z.looseObject({
  id: z.string(),
  projectId: z.string(),
  parentId: z.string().nullish(),
  fileName: z.string(),
  sourcePath: z.string().nullish(),
  mediaType: z.string(),
  bytes: z.number(),
  state,
  category: z.string().nullish(),
  language: z.string().nullish(),
  pageCount: z.number().nullish(),
  textLength: z.number().nullish(),
  duplicateOf: z.string().nullish(),
  createdAt: z.string(),
  finishedAt: z.string().nullish(),
  error: error.nullish(),
  warnings: z.array(warning),
  stages: z.array(z.looseObject({ stage: z.string(), state: z.string() })),
});
export type ApiDocument = z.infer<typeof documentSchema>;

const costFields = {
  amounts: z.record(z.string(), z.number()),
  requests: z.number(),
  cached: z.number(),
  unpriced: z.number(),
};
const costSchema = z.looseObject(costFields);
export type CostSum = z.infer<typeof costSchema>;

/** The costs of a project, without its documents. */
export const costsSchema = z.looseObject({
  cost: costSchema,
  engines: z.array(
    z.looseObject({
      stage: z.string(),
      engine: z.string(),
      model: z.string(),
      currency: z.string(),
      amount: z.number().nullable(),
      ...{ requests: z.number(), cached: z.number(), unpriced: z.number() },
      ...{ pages: z.number(), audioMs: z.number(), inputTokens: z.number(), outputTokens: z.number() },
    }),
  ),
});
export const documentCostSchema = z.looseObject({ documentId: z.string(), ...costFields });

export const reportSchema = z.looseObject({
  received: z.number(),
  families: z.object({ handedOver: z.number(), foundInside: z.number() }),
  states: z.record(state, z.number()),
  pages: z.object({ declared: z.number(), read: z.number(), missing: z.number() }),
  duplicatesOfUnread: z.number(),
  failures: z.record(z.string(), z.number()),
  cost: costSchema,
  refusals: z.array(
    z.looseObject({
      id: z.string(),
      fileName: z.string(),
      bytes: z.number().nullable(),
      code: z.string(),
      createdAt: z.string(),
    }),
  ),
});
export type Report = z.infer<typeof reportSchema>;
