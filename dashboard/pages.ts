/** The pages of the board that are ours: login and logout, and a document with its retry. Plain HTML without scripts. */

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in HTML, attribute values included. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, character => escapes[character] ?? '');

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1c2530; background: #f3f5f7; margin: 0; display: grid; place-items: center; min-height: 100vh; }
main { background: #fff; border: 1px solid #d8dee5; border-radius: 8px; padding: 2rem; width: min(30rem, calc(100vw - 6rem)); }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
label { display: block; margin: 0 0 1rem; }
input { display: block; box-sizing: border-box; width: 100%; font: inherit; padding: .5rem; margin-top: .25rem; border: 1px solid #9aa7b5; border-radius: 4px; }
button { font: inherit; padding: .5rem 1rem; border: 0; border-radius: 4px; background: #1f5fae; color: #fff; cursor: pointer; }
code { font-size: .9em; overflow-wrap: anywhere; }
.said { border-left: 4px solid #b4540a; padding-left: .75rem; }
</style>
</head>
<body><main>${body}</main></body>
</html>
`;

const said = (message: string | undefined): string =>
  message ? `<p class="said" role="status">${escapeHtml(message)}</p>` : '';

/** The login form, with what was wrong before. */
export const loginPage = (message?: string): string =>
  page(
    'Log in · Legal document pipeline',
    `<h1>Legal document pipeline: queues</h1>${said(message)}
<form method="post" action="/login">
<label>User <input name="user" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Log in</button>
</form>`,
  );

/** Logging out changes something, so it takes a button and not only a link. */
export const logoutPage = (): string =>
  page('Log out', '<h1>Log out?</h1><form method="post" action="/logout"><button>Log out</button></form>');

/** One document: its id, where the API shows it, and the button that asks the record to retry. */
export const documentPage = (document: { id: string; url: string }, message?: string): string =>
  page(
    `Document ${document.id}`,
    `<h1>Document</h1><p><code>${escapeHtml(document.id)}</code></p>${said(message)}
<p><a href="${escapeHtml(document.url)}">State, tasks and errors in the API</a> (needs an API key)</p>
<form method="post" action="/retry/${escapeHtml(document.id)}"><button>Retry what failed</button></form>
<p>The record reopens the failed tasks and delivers them again; jobs on the board stay as they are.</p>
<p><a href="/">Back to the queues</a></p>`,
  );
