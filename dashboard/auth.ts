/** Keeps the board behind a login. */
import express, { type Request, type Response, Router } from 'express';
import { isSameSecret } from '../shared/same-secret.ts';
import { createLoginLimit } from './login-limit.ts';
import { loginPage, logoutPage } from './pages.ts';
import { cookieIn, createSessions, sessionCookie, sessionMs } from './session.ts';

export interface AuthOptions {
  user: string;
  password: string;
  /** The clock, in milliseconds. */
  now?: () => number;
}

/** A TLS proxy says so in a header; believing it wrongly only makes the cookie stricter. */
const isSecure = (request: Request): boolean => request.secure || request.get('x-forwarded-proto') === 'https';

const setCookie = (request: Request, response: Response, value: string, maxAge: number) =>
  response.cookie(sessionCookie, value, {
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure(request),
    maxAge,
    path: '/',
    encode: String,
  });

/** What the form says; a request without one says nothing, and is a wrong login like any other. */
function credentialsIn(body: Record<string, unknown> | undefined): { user: string; password: string } {
  return { user: String(body?.user ?? ''), password: String(body?.password ?? '') };
}

/**
 * A router with `/login` and `/logout` that lets nothing pass without a session: pages are sent to the form, all else
 * gets 401. The address that is slowed down after wrong logins is the peer's; behind a proxy that is the proxy's.
 */
export function createAuth({ user, password, now = Date.now }: AuthOptions): Router {
  const sessions = createSessions(now);
  const limit = createLoginLimit(now);
  const router = Router();
  const login = (request: Request, response: Response) => {
    const given = credentialsIn(request.body);
    const address = request.socket.remoteAddress ?? '';
    const waitMs = limit.waitMs(address);
    if (waitMs > 0) {
      response.status(429).set('retry-after', String(Math.ceil(waitMs / 1_000)));
      response.send(loginPage({ reason: 'Too many wrong logins. Wait a quarter of an hour.', user: given.user }));
      return;
    }
    // Both are compared whatever the first says, so that time does not tell which was wrong.
    const matches = [isSameSecret(given.user, user), isSameSecret(given.password, password)];
    if (!matches.every(Boolean)) {
      limit.failed(address);
      response.status(401).send(loginPage({ reason: 'Wrong user or password.', user: given.user }));
      return;
    }
    limit.succeeded(address);
    setCookie(request, response, sessions.issue(user), sessionMs);
    response.redirect(303, '/');
  };
  router.get('/login', (_request, response) => void response.send(loginPage()));
  router.post('/login', express.urlencoded({ extended: false, limit: '4kb' }), login);
  router.get('/logout', (_request, response) => void response.send(logoutPage()));
  router.post('/logout', (request, response) => {
    setCookie(request, response, '', 0);
    response.redirect(303, '/login');
  });
  router.use((request, response, next) => {
    if (sessions.verify(cookieIn(request.get('cookie'), sessionCookie))) next();
    else if (request.method === 'GET' && request.accepts(['json', 'html']) === 'html') response.redirect(303, '/login');
    else response.status(401).json({ error: 'Log in first: /login is the form.' });
  });
  return router;
}
