/** The HTTP API as an Express app: what holds for every request, and all endpoints. */
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { EngineCallOptions } from '../../queues/engine-calls.ts';
import type { EmbeddingEngine } from '../../shared/embeddings/engine.ts';
import { PipelineError } from '../../shared/errors.ts';
import type { FileStore } from '../../shared/files/store.ts';
import { newId } from '../../shared/ids.ts';
import type { Log } from '../../shared/log.ts';
import type { Documents } from '../../shared/record/documents.ts';
import type { Lists } from '../../shared/record/lists.ts';
import type { Projects } from '../../shared/record/projects.ts';
import type { Rows } from '../../shared/record/rows.ts';
import type { Search } from '../../shared/record/search.ts';
import { stackOf } from '../../shared/service.ts';
import { createAccess } from './access.ts';
import type { Endpoint } from './endpoint.ts';
import { mount } from './mount.ts';
import { buildOpenApi } from './openapi.ts';
import { classify, sendProblem } from './problem.ts';
import type { Publisher } from './publisher.ts';
import { actionRoutes } from './routes/actions.ts';
import { contentRoutes } from './routes/content.ts';
import { documentRoutes } from './routes/documents.ts';
import { historyRoutes } from './routes/history.ts';
import { projectActionRoutes } from './routes/project-actions.ts';
import { projectContentRoutes, projectRoutes } from './routes/projects.ts';
import { rowRoutes } from './routes/rows.ts';
import { searchRoute } from './routes/search.ts';
import { type ServiceInformation, serviceRoutes } from './routes/service.ts';
import { transcriptRoute } from './routes/transcript.ts';
import { uploadRoutes } from './routes/upload.ts';

export interface AppOptions {
  documents: Documents;
  projects: Projects;
  lists: Lists;
  rows: Rows;
  search: Search;
  /** Absent: search goes by words alone. */
  embeddings?: EmbeddingEngine | undefined;
  /** What holds for the calls of that engine. */
  calls: EngineCallOptions;
  files: FileStore;
  publisher: Publisher;
  ready: ServiceInformation['ready'];
  metrics: ServiceInformation['metrics'];
  /** True once the service is stopping: what still comes in is sent elsewhere. */
  draining(): boolean;
  publicUrl: string;
  log: Log;
}

export function createApp(options: AppOptions): Express {
  const { documents, projects, lists, rows, files, publisher, log } = options;
  const access = createAccess(projects, documents);
  const endpoints: Endpoint[] = [
    ...uploadRoutes(access, projects, { documents, files, log }),
    ...documentRoutes(access, documents),
    ...historyRoutes(access, lists),
    ...actionRoutes(access, documents),
    ...contentRoutes(access, rows, files),
    transcriptRoute(access, rows),
    ...rowRoutes(access, rows),
    ...projectRoutes(access, projects),
    ...projectActionRoutes(access, documents),
    ...projectContentRoutes(access, documents, lists),
    searchRoute(access, options.search, options.embeddings, options.calls),
    ...serviceRoutes({ ready: options.ready, metrics: options.metrics, openApi: () => openApi }),
  ];
  const openApi = buildOpenApi(endpoints, options.publicUrl);

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(secure, logged(log), refuseWhile(options.draining));
  mount(app, endpoints, access, publisher);
  app.use(() => {
    throw new PipelineError('I_NOT_FOUND', 'no such path');
  });
  app.use(answerError(log));
  return app;
}

/** Answers hold privileged text and bytes of strangers: nothing may keep, run, frame or guess at them. */
const secure: RequestHandler = (_request, response, next) => {
  response.set({
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
  });
  next();
};

/** One line a request: the path as a template, since a query may name a matter. The caller's request id, if it is sane, or ours. */
const logged =
  (log: Log): RequestHandler =>
  (request, response, next) => {
    const startedAt = performance.now();
    const given = request.get('x-request-id') ?? '';
    const requestId = /^[\w-]{1,64}$/.test(given) ? given : newId();
    response.setHeader('X-Request-Id', requestId);
    response.locals.log = log.with({ requestId });
    response.once('close', () => {
      const { route, code, caller } = response.locals;
      response.locals.log[route?.startsWith('/v1/') ? 'info' : 'debug']('request.done', {
        method: request.method,
        route,
        status: response.statusCode,
        code,
        apiKeyId: caller?.id,
        answered: response.writableFinished,
        ms: Math.round(performance.now() - startedAt),
      });
    });
    next();
  };

const refuseWhile =
  (draining: () => boolean): RequestHandler =>
  (request, response, next) => {
    if (!draining() || request.path === '/healthz' || request.path === '/metrics') return next();
    response.setHeader('Connection', 'close');
    throw new PipelineError('X_DRAINING', 'the service is stopping');
  };

const answerError =
  (log: Log): ErrorRequestHandler =>
  (thrown, _request, response, _next) => {
    // The reader of a stream went away; that the answer was not finished is in the line of the request.
    if (thrown?.code === 'ERR_STREAM_PREMATURE_CLOSE') return;
    const { error, status } = classify(thrown);
    response.locals.code = error.code;
    if (status >= 500 && error.code !== 'X_DRAINING') {
      const requestLog: Log = response.locals.log ?? log;
      requestLog.error('request.failed', { code: error.code, reason: error.message, stack: stackOf(thrown) });
    }
    // Too late for a status: a body that breaks off must not look whole.
    if (response.headersSent) response.destroy();
    else sendProblem(response, error, status, response.locals.problemMembers);
  };
