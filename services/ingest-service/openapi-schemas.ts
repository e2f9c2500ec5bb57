/** The schemas of the OpenAPI document: their names, and how they are written as JSON Schema. */
import { z } from 'zod';
import type { Answer, Endpoint } from './endpoint.ts';
import * as documents from './schemas/documents.ts';
import * as projects from './schemas/projects.ts';
import * as rows from './schemas/rows.ts';
import * as search from './schemas/search.ts';

export type JsonObject = Record<string, unknown>;
export type SchemaNames = ReturnType<typeof z.registry<{ id: string }>>;

/** The schemas by the names they are published under: clients are generated from them. */
const named: Record<string, z.ZodType> = {
  Problem: documents.problemSchema,
  ErrorCode: documents.codes,
  DocumentState: documents.state,
  StageName: documents.stage,
  DocumentError: documents.errorSchema,
  Document: documents.documentSchema,
  DocumentWithStages: documents.documentWithStagesSchema,
  Stage: documents.stageSchema,
  FileAnswer: documents.fileAnswerSchema,
  Upload: documents.uploadSchema,
  Run: documents.runSchema,
  ProjectRun: documents.projectRunSchema,
  Cancelled: documents.cancelSchema,
  Task: documents.taskSchema,
  Event: documents.eventSchema,
  Segment: rows.segmentSchema,
  Transcript: rows.transcriptSchema,
  Words: rows.wordsSchema,
  Chunk: rows.chunkSchema,
  Mention: rows.mentionSchema,
  Fact: rows.factSchema,
  Relationship: rows.relationshipSchema,
  SearchHit: search.searchHitSchema,
  SearchAnswer: search.searchSchema,
  Project: projects.projectSchema,
  Entity: projects.entitySchema,
  EntityReview: projects.reviewSchema,
  Report: projects.reportSchema,
  Costs: projects.costsSchema,
  About: projects.aboutSchema,
  Health: projects.healthSchema,
  Ready: projects.readySchema,
};

/** All names; a page of a list is named after its items. */
export function namesFor(endpoints: Endpoint[]): SchemaNames {
  const names: SchemaNames = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) names.add(schema, { id });
  const pages = new Map<string, z.ZodType>();
  for (const answer of endpoints.flatMap(({ answers }) => Object.values(answers))) {
    // Lists of the same items have pages of the same shape: one of them stands for all.
    if (answer.schema && answer.item) pages.set(nameOf(answer, names), answer.schema);
  }
  for (const [id, schema] of pages) names.add(schema, { id });
  return names;
}

/** A reference to the schema of an answer. Throws if it has no name: a client's type would be named after nothing. */
export const referenceTo = (answer: Answer, names: SchemaNames): JsonObject => ({ $ref: uriOf(nameOf(answer, names)) });

function nameOf({ schema, item, description }: Answer, names: SchemaNames): string {
  const named = item ?? schema;
  const id = named && names.get(named)?.id;
  if (!id) throw new Error(`the schema of an answer has no name: ${description}`);
  return item ? `${id}Page` : id;
}

const uriOf = (id: string): string => `#/components/schemas/${id}`;

/** What is answered, by name. */
export function componentsOf(names: SchemaNames): JsonObject {
  const { schemas } = z.toJSONSchema(names, { uri: uriOf, override: openAndWithoutNoise });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutHead(schema as JsonObject)]));
}

/** What callers send, where they send it. */
export const inputSchema = (schema: z.ZodType): JsonObject & { properties?: JsonObject; required?: string[] } =>
  withoutHead(z.toJSONSchema(schema, { io: 'input', override: withoutNoise }) as JsonObject);

/** In the document a schema is known by its place, and the dialect is that of OpenAPI 3.1. */
function withoutHead({ $schema: _schema, $id: _id, ...rest }: JsonObject): JsonObject {
  return rest;
}

/** Answers may grow: a field more breaks no client. */
function openAndWithoutNoise(context: { jsonSchema: JsonObject }): void {
  if (context.jsonSchema.additionalProperties === false) delete context.jsonSchema.additionalProperties;
  withoutNoise(context);
}

/** Drops what only repeats: the pattern of a known format, the bounds of every whole number, that keys are strings. */
function withoutNoise({ jsonSchema }: { jsonSchema: JsonObject }): void {
  if (jsonSchema.format === 'uuid' || jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  delete jsonSchema.propertyNames;
}
