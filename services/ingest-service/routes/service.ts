/** What the service says about itself, to everybody. */
import { type Endpoint, endpoint } from '../endpoint.ts';
import { problem } from '../schemas/answers.ts';
import { healthSchema, readySchema } from '../schemas/projects.ts';

export interface ServiceInformation {
  /** Rejects with a coded error while files cannot be accepted. Redis being away does not keep it from that. */
  ready(): Promise<{ redis: 'ok' | 'away' }>;
  openApi(): object;
}

export const serviceRoutes = ({ ready, openApi }: ServiceInformation): Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/healthz',
    summary: 'The process lives',
    scope: null,
    answers: { 200: { description: 'It does.', schema: healthSchema } },
    handle: async () => ({ body: { status: 'ok' } }),
  }),
  endpoint({
    method: 'get',
    path: '/readyz',
    summary: 'Files can be accepted',
    scope: null,
    answers: { 200: { description: 'They can.', schema: readySchema }, 503: problem('They cannot, and why.') },
    handle: async () => ({ body: { status: 'ready', ...(await ready()) } }),
  }),
  endpoint({
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    scope: null,
    answers: { 200: { description: 'OpenAPI 3.1.' } },
    handle: async () => ({ body: openApi() }),
  }),
];
