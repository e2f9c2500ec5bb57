/** The dashboard as an Express app: login, Bull Board, and the retry that goes to the record. */
import { STATUS_CODES } from 'node:http';
import type { Queue } from 'bullmq';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import { errorCodes, toPipelineError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import type { MetricsPage } from '../shared/metrics/page.ts';
import { type AuthOptions, createAuth } from './auth.ts';
import { createBoard } from './board.ts';
import { documentPage, noDocumentPage } from './document-page.ts';
import type { Said } from './pages.ts';
import { sameOriginOnly, securityHeaders } from './security.ts';
import type { VisibleDocument } from './visible-document.ts';

/** What the record said to a retry; without `error` it was accepted. */
export interface RetryAnswer {
  error?: 'not_found' | 'state' | undefined;
  state?: string;
}

export interface DashboardOptions {
  /** In the order in which documents flow through them. */
  queues: Queue[];
  auth: AuthOptions;
  /** Where a document stands; null if the record has none of this id. */
  findDocument(documentId: string): Promise<VisibleDocument | null>;
  /** Asks the record to reopen the failed tasks of a document. */
  retryDocument(documentId: string): Promise<RetryAnswer>;
  /** Where the HTTP API shows a document. */
  documentUrl(documentId: string): string;
  /** Rejects while the board has nothing to show. */
  ready(): Promise<void>;
  metrics: MetricsPage;
  log: Log;
}

/** Everything but the login needs a session, and every change a page of our own. The caller listens and closes. */
export function createDashboardApp(options: DashboardOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', (_request, response) => answerReady(options, response));
  app.get('/metrics', (request, response) => answerMetrics(options, request, response));
  app.use(securityHeaders, sameOriginOnly, createAuth(options.auth));
  app.param('id', (_request, response, next, id: string) => {
    if (z.uuid().safeParse(id).success) next();
    else response.status(404).send(noDocumentPage());
  });
  app.get('/documents/:id', (request, response) => showDocument(options, request.params.id, response));
  app.post('/retry/:id', (request, response) => retry(options, request.params.id, response));
  app.use(createBoard(options.queues));
  app.use((thrown: unknown, _request: Request, response: Response, _next: NextFunction) => {
    answerError(options.log, thrown, response);
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

/** Behind the token of METRICS_TOKEN, not behind the login: Prometheus has no session. */
async function answerMetrics({ metrics }: DashboardOptions, request: Request, response: Response): Promise<void> {
  try {
    const { mediaType, text } = await metrics(request.get('authorization'));
    response.type(mediaType).send(text);
  } catch (thrown) {
    const { code } = toPipelineError(thrown);
    response.status(code === 'I_UNAUTHORIZED' ? 401 : 500).json({ code });
  }
}

/** What Express and its parsers refuse keeps their status; all else is our fault. Messages of libraries may quote: they are not sent. */
function answerError(log: Log, thrown: unknown, response: Response): void {
  const status = (thrown as { status?: unknown } | null)?.status;
  if (typeof status === 'number' && status >= 400 && status <= 499) {
    response.status(status).type('text').send(STATUS_CODES[status]);
    return;
  }
  const { code, message } = toPipelineError(thrown);
  log.error('board.failed', { code, reason: message });
  response.status(500).type('text').send(`${code}: ${errorCodes[code]}`);
}

async function retry(options: DashboardOptions, id: string, response: Response): Promise<void> {
  const answer = await options.retryDocument(id);
  options.log.info('board.retry', { documentId: id, refused: answer.error });
  const { status, said } = resultOf(answer);
  await showDocument(options, id, response.status(status), said);
}

/** The page as the document stands now: after a retry that is no longer what it was before. */
async function showDocument(options: DashboardOptions, id: string, response: Response, said?: Said): Promise<void> {
  const document = await options.findDocument(id);
  if (document) response.send(documentPage(document, options.documentUrl(id), said));
  else response.status(404).send(noDocumentPage());
}

function resultOf({ error, state }: RetryAnswer): { status: number; said?: Said } {
  if (error === 'not_found') return { status: 404 };
  if (error === undefined) return { status: 200, said: { text: 'The record has reopened what failed.', isGood: true } };
  const text = `Nothing to retry: the document is ${state ?? 'in another state'}.`;
  return { status: 409, said: { text, isGood: false } };
}
