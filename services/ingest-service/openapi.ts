/** The OpenAPI 3.1 document, made from the endpoints and the schemas they check with. */
import type { Answer, Endpoint } from './endpoint.ts';
import {
  componentsOf,
  inputSchema,
  type JsonObject,
  namesFor,
  referenceTo,
  type SchemaNames,
} from './openapi-schemas.ts';
import { problem } from './schemas/answers.ts';

/** What every operation may answer with, besides what is said of it. */
const commonAnswers: Record<number, Answer> = {
  405: problem('The path does not take this method.'),
  500: problem('Our fault.'),
  503: problem('Try again in a moment.'),
};

/** And what every operation under a key may. */
const keyAnswers: Record<number, Answer> = {
  400: problem('The request does not fit.'),
  401: problem('No valid key.'),
  403: problem('The key lacks the scope, or is bound to a project.'),
  404: problem('No such thing, or not yours.'),
};

const tooLarge: Record<number, Answer> = { 413: problem('The body is larger than such a body ever is.') };

/** Headers every answer of a status carries. */
const headers: Record<string, Record<string, { description: string; schema: JsonObject }>> = {
  201: { Location: { description: 'The path of what was made.', schema: { type: 'string' } } },
  202: { Location: { description: 'Where to look for what becomes of it.', schema: { type: 'string' } } },
  401: { 'WWW-Authenticate': { description: '`Bearer`.', schema: { type: 'string' } } },
  405: { Allow: { description: 'The methods the path takes.', schema: { type: 'string' } } },
  503: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } },
};

export const apiTitle = 'Legal document pipeline';
export const apiVersion = '1';

/** Builds the document. */
export function buildOpenApi(endpoints: Endpoint[], serverUrl: string): JsonObject {
  const names = namesFor(endpoints);
  const paths: Record<string, JsonObject> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operationOf(endpoint, names) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: apiTitle,
      version: apiVersion,
      description:
        'Files in; text, chunks, entities, facts and a graph out. All offsets count UTF-16 units of the text.',
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: componentsOf(names),
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key: lp_...' } },
    },
  };
}

function operationOf(endpoint: Endpoint, names: SchemaNames): JsonObject {
  const { method, path, summary, description, scope, body, form } = endpoint;
  const answers = { ...commonAnswers, ...(scope && keyAnswers), ...(body && tooLarge), ...endpoint.answers };
  const responses = Object.entries(answers).map(([status, answer]) => {
    return [status, { headers: headers[status], ...responseOf(answer, names) }] as const;
  });
  const json = body && { 'application/json': { schema: inputSchema(body) } };
  const content = json ?? (form && { 'multipart/form-data': { schema: inputSchema(form) } });
  return {
    operationId: operationIdOf(method, path),
    summary,
    description: [description, scope && `Needs scope \`${scope}\`.`].filter(Boolean).join('\n\n') || undefined,
    parameters: parametersOf(endpoint),
    requestBody: content && { required: true, content },
    responses: Object.fromEntries(responses),
    security: scope ? [{ key: [] }] : [],
  };
}

/** `get /v1/documents/{id}/text` is `getDocumentsIdText`. */
function operationIdOf(method: string, path: string): string {
  const words = path.replace('/v1/', '/').match(/[a-z0-9]+/gi) ?? ['root'];
  return method + words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** Projects go by their id or their name, all else by its id. */
const idIn = (path: string): JsonObject =>
  path.startsWith('/v1/projects/')
    ? { description: 'Id or name of the project.', schema: { type: 'string' } }
    : { schema: { type: 'string', format: 'uuid' } };

function parametersOf({ path, query, form }: Endpoint): JsonObject[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    ...idIn(path),
  }));
  const { properties = {}, required = [] } = query ? inputSchema(query) : {};
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
  const header = { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 255 } };
  return [...inPath, ...inQuery, ...(form ? [header] : [])];
}

function responseOf(answer: Answer, names: SchemaNames): JsonObject {
  const { description, schema, mediaType = 'application/json', others = [] } = answer;
  const content = { [mediaType]: schema ? { schema: referenceTo(answer, names) } : {} };
  return { description, content: { ...content, ...Object.fromEntries(others.map(other => [other, {}])) } };
}
