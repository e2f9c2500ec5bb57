/** Headers that keep the board to itself, and the check that a change was asked for by the board's own pages. */
import type { NextFunction, Request, RequestHandler, Response } from 'express';

/**
 * Nothing is loaded from elsewhere; the styles of the board are partly inline. The referrer policy is `same-origin` and not
 * `no-referrer`, under which browsers send forms without their origin.
 */
const headers = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set(headers);
  next();
};

const isOwnOrigin = (request: Request): boolean => {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = request.get('origin');
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === request.get('host');
};

/** Refuses whatever could change something unless one of our own pages asked: cookies alone prove no intent. */
export function sameOriginOnly(request: Request, response: Response, next: NextFunction): void {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead || isOwnOrigin(request)) next();
  else response.status(403).type('text').send('This must be asked for from a page of the board itself.');
}
