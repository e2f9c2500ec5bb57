/** Bull Board over the queues of the pipeline: to look at, not to change anything with. */
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { Queue } from 'bullmq';
import { type NextFunction, type Request, type Response, Router } from 'express';

/** The fields of our payloads. Anything else in a job is not ours to show. */
const payloadFields = ['v', 'taskId', 'documentId', 'generation', 'stage', 'phase'];

const descriptions: Record<string, string> = {
  ocr: 'Text of files that hold text or pictures of text',
  asr: 'Transcripts of recordings',
  ner: 'Chunks, then entity mentions',
  llm: 'Category, facts with quotes, entity resolution',
  relationship: 'Edges of the graph',
};

/** What of the data of a job may be seen. */
export const visibleData = (data: unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data ?? {}).filter(([name]) => payloadFields.includes(name)));

function adapterFor(queue: Queue, index: number): BullMQAdapter {
  const adapter = new BullMQAdapter(queue, {
    readOnlyMode: true,
    description: descriptions[queue.name] ?? '',
    // The overview sorts by name; the number keeps the order of the flow.
    displayName: `${index + 1} · ${queue.name}`,
    externalJobUrl: ({ data }) => ({ href: `/documents/${visibleData(data).documentId}`, displayText: 'document' }),
  });
  adapter.setFormatter('data', visibleData);
  adapter.setFormatter('name', ({ name, data }) => `${name} · document ${visibleData(data).documentId}`);
  adapter.setFormatter('returnValue', () => undefined);
  return adapter;
}

/** Its page asks another host for web fonts. That host has no business knowing who looks at the board, or when. */
const withoutForeignLinks = (html: string): string => html.replace(/<link\b[^>]*\bhref="https?:[^>]*>/g, '');

type Render = (view: string, locals: object | undefined, done: (error: Error | null, html: string) => void) => void;

/** Renders without links to other hosts; the template of the board leaves no other way to drop them. */
function keepToOwnHost(_request: Request, response: Response, next: NextFunction): void {
  const render: Render = response.render;
  response.render = (view: string, locals?: object) =>
    render.call(response, view, locals, (error, html) => {
      if (error) next(error);
      else response.send(withoutForeignLinks(html));
    });
  next();
}

/** The board as a router to mount at the root; queues appear in the order given. */
export function createBoard(queues: Queue[]): Router {
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath('/');
  createBullBoard({
    queues: queues.map(adapterFor),
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: 'Document queues',
        hideDocsLink: true,
        // BullMQ would have to count them in Redis; what happened is in the record.
        showMetrics: false,
        miscLinks: [{ text: 'Log out', url: '/logout' }],
      },
      // Read-only per queue leaves out what is asked of all queues at once: nothing but reads gets through.
      handlerHooks: { before: ({ method }) => ({ allow: method === 'get', status: 405 as const }) },
    },
  });
  return Router().use(keepToOwnHost, serverAdapter.getRouter());
}
