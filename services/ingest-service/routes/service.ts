/** What the service says about itself, to everybody. */
import { type Endpoint, endpoint } from '../endpoint.ts';
import { problemSchema } from '../schemas/documents.ts';
import { healthSchema, readySchema } from '../schemas/projects.ts';

export interface ServiceInformation {
  /** Rejects with a coded error while files cannot be accepted. Redis being away does not keep it from that. */
  ready(): Promise<{ redis: 'ok' | 'away' }>;
  openApi(): object;
}

export function serviceRoutes({ ready, openApi }: ServiceInformation): Endpoint[] {
  const open = { method: 'get', scope: null } as const;
  const notReady = { description: 'It cannot, and why.', schema: problemSchema, mediaType: 'application/problem+json' };
  return [
    endpoint({
      ...open,
      path: '/healthz',
      summary: 'The process lives',
      answers: { 200: { description: 'It does.', schema: healthSchema } },
      handle: async () => ({ body: { status: 'ok' } }),
    }),
    endpoint({
      ...open,
      path: '/readyz',
      summary: 'Files can be accepted',
      answers: { 200: { description: 'They can.', schema: readySchema }, 503: notReady },
      handle: async () => ({ body: { status: 'ready', ...(await ready()) } }),
    }),
    endpoint({
      ...open,
      path: '/openapi.json',
      summary: 'This document',
      answers: { 200: { description: 'OpenAPI 3.1.' } },
      handle: async () => ({ body: openApi() }),
    }),
  ];
}
