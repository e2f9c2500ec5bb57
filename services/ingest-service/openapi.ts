/** The OpenAPI 3.1 document, made from the endpoints and the schemas they check with. */
import { z } from 'zod';
import type { Answer, Endpoint } from './endpoint.ts';
import { problem } from './schemas/answers.ts';
import * as documents from './schemas/documents.ts';
import * as projects from './schemas/projects.ts';
import * as rows from './schemas/rows.ts';

type JsonObject = Record<string, unknown>;
type Registry = ReturnType<typeof z.registry<{ id: string }>>;

/** The schemas with a name of their own: clients are generated from them. Other answers are named after their operation. */
const named: Record<string, z.ZodType> = {
  Problem: documents.problemSchema,
  Document: documents.documentSchema,
  DocumentWithStages: documents.documentWithStagesSchema,
  Stage: documents.stageSchema,
  FileAnswer: documents.fileAnswerSchema,
  Upload: documents.uploadSchema,
  Run: documents.runSchema,
  Cancelled: documents.cancelSchema,
  Task: documents.taskSchema,
  Event: documents.eventSchema,
  Segment: rows.segmentSchema,
  Words: rows.wordsSchema,
  Chunk: rows.chunkSchema,
  Mention: rows.mentionSchema,
  Fact: rows.factSchema,
  Relationship: rows.relationshipSchema,
  Project: projects.projectSchema,
  Entity: projects.entitySchema,
  Report: projects.reportSchema,
};

/** What every operation under a key may answer with. */
const commonAnswers: Record<number, Answer> = {
  400: problem('The request does not fit.'),
  401: problem('No valid key.'),
  403: problem('The key lacks the scope, or is bound to a project.'),
  404: problem('No such thing, or not yours.'),
  500: problem('Our fault.'),
  503: problem('Try again in a moment.'),
};

/** Builds the document. */
export function buildOpenApi(endpoints: Endpoint[], serverUrl: string): JsonObject {
  const registry: Registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const paths: Record<string, JsonObject> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operationOf(endpoint, registry) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Legal document pipeline',
      version: '1',
      description:
        'Files in; text, chunks, entities, facts and a graph out. All offsets count UTF-16 units of the text.',
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: componentsOf(registry),
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key: lp_...' } },
    },
  };
}

function operationOf(endpoint: Endpoint, registry: Registry): JsonObject {
  const { method, path, summary, description, scope, body, form } = endpoint;
  const operationId = operationIdOf(method, path);
  const answers = { ...(scope ? commonAnswers : {}), ...endpoint.answers };
  const responses = Object.entries(answers).map(([status, answer]) => {
    return [status, responseOf(answer, `${operationId}${status}`, registry)] as const;
  });
  const json = body && { 'application/json': { schema: inputSchema(body) } };
  const content = json ?? (form && { 'multipart/form-data': { schema: inputSchema(form) } });
  return {
    operationId,
    summary,
    description: [description, scope && `Needs scope \`${scope}\`.`].filter(Boolean).join('\n\n') || undefined,
    parameters: parametersOf(endpoint),
    requestBody: content && { required: true, content },
    responses: Object.fromEntries(responses),
    security: scope ? [{ key: [] }] : [],
  };
}

/** `get /v1/documents/{id}/text` is `getDocumentsIdText`. */
const operationIdOf = (method: string, path: string): string =>
  method + path.replace('/v1', '').replace(/[^a-z]+([a-z]?)/gi, (_, letter: string) => letter.toUpperCase());

function parametersOf({ path, query, form }: Endpoint): JsonObject[] {
  const string = { type: 'string' };
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: string,
  }));
  const { properties = {}, required = [] } = (query ? inputSchema(query) : {}) as {
    properties?: JsonObject;
    required?: string[];
  };
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
  const header = { name: 'Idempotency-Key', in: 'header', required: false, schema: { ...string, maxLength: 255 } };
  return [...inPath, ...inQuery, ...(form ? [header] : [])];
}

/** A JSON body refers to its schema by name; one that has none yet is registered under the name given. */
function responseOf(answer: Answer, name: string, registry: Registry): JsonObject {
  const { description, schema, mediaType = 'application/json' } = answer;
  if (!schema) return { description, content: { [mediaType]: {} } };
  if (!registry.has(schema)) registry.add(schema, { id: name });
  return { description, content: { [mediaType]: { schema: { $ref: refOf(registry.get(schema)?.id ?? name) } } } };
}

const refOf = (id: string) => `#/components/schemas/${id}`;

function componentsOf(registry: Registry): JsonObject {
  const { schemas } = z.toJSONSchema(registry, { uri: refOf, override: leaveOpen });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutHead(schema as JsonObject)]));
}

const inputSchema = (schema: z.ZodType) => withoutHead(z.toJSONSchema(schema, { io: 'input' }) as JsonObject);

/** In the document a schema is known by its place, and the dialect is that of OpenAPI 3.1. */
function withoutHead({ $schema: _schema, $id: _id, ...rest }: JsonObject): JsonObject {
  return rest;
}

/** Answers may grow: a field more breaks no client. */
function leaveOpen({ jsonSchema }: { jsonSchema: JsonObject }): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}
