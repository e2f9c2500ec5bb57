/** Bull Board over the queues of the pipeline: to look at, not to change anything with. */
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { Queue } from 'bullmq';
import type { Express } from 'express';

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

/** The board as an app to mount at the root; queues appear in the order given. */
export function createBoard(queues: Queue[]): Express {
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath('/');
  createBullBoard({
    queues: queues.map(adapterFor),
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: 'Document queues',
        hideDocsLink: true,
        miscLinks: [{ text: 'Log out', url: '/logout' }],
      },
      // Read-only per queue leaves out what is asked of all queues at once: nothing but reads gets through.
      handlerHooks: { before: ({ method }) => ({ allow: method === 'get', status: 405 as const }) },
    },
  });
  return serverAdapter.getRouter() as Express;
}
