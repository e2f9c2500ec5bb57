/** The dashboard as an Express app: login, Bull Board, and the retry that goes to the record. */
import type { Queue } from 'bullmq';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import { errorCodes, toPipelineError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import { type AuthOptions, createAuth } from './auth.ts';
import { createBoard } from './board.ts';
import { documentPage } from './pages.ts';
import { sameOriginOnly, securityHeaders } from './security.ts';

/** What the record said to a retry; without `error` it was accepted. */
export interface RetryAnswer {
  error?: 'not_found' | 'state' | undefined;
  state?: string;
}

export interface DashboardOptions {
  /** In the order in which documents flow through them. */
  queues: Queue[];
  auth: AuthOptions;
  /** Asks the record to reopen the failed tasks of a document. */
  retryDocument(documentId: string): Promise<RetryAnswer>;
  /** Where the HTTP API shows a document. */
  documentUrl(documentId: string): string;
  /** Rejects while the board has nothing to show. */
  ready(): Promise<void>;
  log: Log;
}

/** Everything but the login needs a session, and every change a page of our own. The caller listens and closes. */
export function createDashboardApp(options: DashboardOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', (_request, response) => answerReady(options, response));
  app.use(securityHeaders, sameOriginOnly, createAuth(options.auth));
  app.get('/documents/:id', (request, response) => showDocument(options, request, response));
  app.post('/retry/:id', (request, response) => retry(options, request, response));
  app.use(createBoard(options.queues));
  app.use((thrown: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const { code, message } = toPipelineError(thrown);
    options.log.error('board.failed', { code, reason: message });
    response.status(500).type('text').send(`${code}: ${errorCodes[code]}`);
  });
  return app;
}

async function answerReady({ ready }: DashboardOptions, response: Response): Promise<void> {
  try {
    await ready();
    response.json({ status: 'ready' });
  } catch (thrown) {
    response.status(503).json({ status: 'not ready', code: toPipelineError(thrown).code });
  }
}

/** The id in the path, or undefined after answering 404. */
function documentIdIn(request: Request, response: Response): string | undefined {
  const id = z.uuid().safeParse(request.params.id);
  if (!id.success) response.status(404).type('text').send('No such document.');
  return id.data;
}

function showDocument(options: DashboardOptions, request: Request, response: Response): void {
  const id = documentIdIn(request, response);
  if (id) response.send(documentPage({ id, url: options.documentUrl(id) }));
}

async function retry(options: DashboardOptions, request: Request, response: Response): Promise<void> {
  const id = documentIdIn(request, response);
  if (!id) return;
  const answer = await options.retryDocument(id);
  options.log.info('board.retry', { documentId: id, refused: answer.error });
  const [status, message] = resultOf(answer);
  response.status(status).send(documentPage({ id, url: options.documentUrl(id) }, message));
}

function resultOf({ error, state }: RetryAnswer): [status: number, message: string] {
  if (error === 'not_found') return [404, 'The record has no such document.'];
  if (error === 'state') return [409, `Nothing to retry: the document is ${state ?? 'in another state'}.`];
  return [200, 'The record has reopened what failed.'];
}
