/** Puts endpoints on an Express app: key, scope and input are checked here, before a handler sees anything. */
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import { PipelineError } from '../../shared/errors.ts';
import type { Caller } from '../../shared/record/projects.ts';
import type { Delivery } from '../../shared/record/tasks.ts';
import type { Access } from './access.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { sendProblem } from './problem.ts';
import type { Publisher } from './publisher.ts';

const jsonBody = express.json({ limit: '64kb' });
const nobody: Caller = { id: '', projectId: null, scopes: [] };

/** A path as Express writes it. */
const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

/** Mounts all; another method on one of their paths is answered 405. */
export function mount(app: Express, endpoints: Endpoint[], access: Access, publisher: Publisher): void {
  for (const endpoint of endpoints) {
    // The key comes first: nobody without one makes us read a body.
    const steps: RequestHandler[] = [authenticate(endpoint, access), run(endpoint, publisher)];
    app[endpoint.method](expressPath(endpoint.path), ...(endpoint.body ? steps.toSpliced(1, 0, jsonBody) : steps));
  }
  for (const [path, group] of Map.groupBy(endpoints, ({ path }) => path)) {
    app.all(expressPath(path), refuseMethod(group.map(({ method }) => method.toUpperCase()).join(', ')));
  }
}

const authenticate =
  ({ scope, path }: Endpoint, access: Access): RequestHandler =>
  async (request, response, next) => {
    response.locals.route = path;
    response.locals.caller = scope ? await access.caller(request.get('authorization'), scope) : nobody;
    next();
  };

const run =
  (endpoint: Endpoint, publisher: Publisher): RequestHandler =>
  async (request, response) => {
    const deliveries: Delivery[] = [];
    const call: Call = {
      request,
      response,
      caller: response.locals.caller,
      params: request.params as Call['params'],
      query: checked(endpoint.query, request.query, 'query'),
      body: checked(endpoint.body, request.body, 'body'),
      publish: more => deliveries.push(...more),
    };
    try {
      const reply = await endpoint.handle(call);
      if (!reply) return;
      const { status = 200, headers = {}, body } = reply;
      response.status(status).set(headers).json(body);
    } finally {
      // Also when the request failed half way: what was recorded before is recorded.
      afterAnswer(response, () => publisher.publish(deliveries));
    }
  };

/** Runs when the answer has been handed to the network, or its reader is gone. */
function afterAnswer(response: Response, then: () => void): void {
  if (response.closed) then();
  else response.once('close', then);
}

/** Input that fits its schema; without one, it is not looked at. Throws `I_REQUEST` with the paths that do not fit. */
function checked(schema: z.ZodType | undefined, input: unknown, where: 'query' | 'body'): unknown {
  if (!schema) return undefined;
  if (where === 'body' && input === undefined) {
    throw new PipelineError('I_REQUEST', 'body: no JSON came; send it with the header Content-Type: application/json');
  }
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(issue => `${[where, ...issue.path].join('.')}: ${issue.message}`);
  throw new PipelineError('I_REQUEST', problems.join('; '));
}

const refuseMethod =
  (allow: string) =>
  (_request: Request, response: Response): void => {
    response.setHeader('Allow', allow);
    sendProblem(response, new PipelineError('I_REQUEST', `this path takes ${allow}`), 405);
  };
