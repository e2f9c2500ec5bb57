/** The page `/metrics`: what the process counted, and a fresh look at what it depends on. Answers whatever is away, and never hangs. */
import { PipelineError } from '../errors.ts';
import { isSameSecret } from '../same-secret.ts';
import { registry } from './registry.ts';

/** Something outside the process that is looked at when metrics are read. */
export interface Look {
  /** Looks, and answers how to show what it saw. */
  see(): Promise<() => void>;
  /** Shows that there was no answer, or none in time. */
  lost(): void;
}

/** Answers the page to whoever sends this `Authorization` header; throws `I_UNAUTHORIZED` if it is not the token that is set. */
export type MetricsPage = (authorization: string | undefined) => Promise<{ mediaType: string; text: string }>;

export interface PagePatience {
  /** A look that takes longer counts as lost; Prometheus waits for ten seconds by default. */
  seeWithinMs?: number;
  /** Whoever asks again sooner, another scraper say, is shown what was seen: a look costs a query. */
  rememberMs?: number;
}

/** `token`: what must be sent as `Bearer`; without one the page is open. */
export function createMetricsPage(
  token: string | undefined,
  looks: readonly Look[],
  { seeWithinMs = 3_000, rememberMs = 5_000 }: PagePatience = {},
): MetricsPage {
  let seen: Promise<unknown> | undefined;
  let seenAt = Number.NEGATIVE_INFINITY;
  return async authorization => {
    if (token !== undefined && !isSameSecret(authorization ?? '', `Bearer ${token}`)) {
      throw new PipelineError('I_UNAUTHORIZED', 'metrics take the bearer token of METRICS_TOKEN');
    }
    if (!seen || performance.now() - seenAt > rememberMs) {
      seenAt = performance.now();
      seen = Promise.all(looks.map(look => lookOnce(look, seeWithinMs)));
    }
    await seen;
    return { mediaType: registry.contentType, text: await registry.metrics() };
  };
}

/** Never rejects: that there was no answer is what there is to be seen. */
async function lookOnce({ see, lost }: Look, withinMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<() => void>(resolve => {
    timer = setTimeout(() => resolve(lost), withinMs);
  });
  const show = await Promise.race([see().catch(() => lost), late]);
  clearTimeout(timer);
  show();
}
