/** What the service says about itself, to everybody. */
import type { MetricsPage } from '../../../shared/metrics/page.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { apiTitle, apiVersion } from '../openapi.ts';
import { problem } from '../schemas/answers.ts';
import { aboutSchema, healthSchema, readySchema } from '../schemas/projects.ts';

export interface ServiceInformation {
  /** Rejects with a coded error while files cannot be accepted. Redis being away does not keep it from that. */
  ready(): Promise<{ redis: 'ok' | 'away' }>;
  metrics: MetricsPage;
  openApi(): object;
}

const about = { title: apiTitle, version: apiVersion, openApi: '/openapi.json', health: '/healthz' };

/** For people who try an address before they read anything. */
const aboutRoute = (path: string): Endpoint =>
  endpoint({
    method: 'get',
    path,
    summary: 'What this is, and where to read on',
    scope: null,
    answers: { 200: { description: 'The way on.', schema: aboutSchema } },
    handle: async () => ({ body: about }),
  });

export const serviceRoutes = ({ ready, metrics, openApi }: ServiceInformation): Endpoint[] => [
  aboutRoute('/'),
  aboutRoute('/v1'),
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
    path: '/metrics',
    summary: 'Counts for Prometheus',
    description: 'Open, unless the service has a METRICS_TOKEN: then that is the bearer token, and no API key is.',
    scope: null,
    answers: {
      200: { description: 'The text format of Prometheus.', mediaType: 'text/plain' },
      401: problem('Not the token.'),
    },
    async handle({ request, response }) {
      const { mediaType, text } = await metrics(request.get('authorization'));
      response.set('Content-Type', mediaType).send(text);
      return undefined;
    },
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
