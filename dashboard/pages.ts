/** What the pages of the board that are ours have in common, and those for login and logout. Plain HTML without scripts. */

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in HTML, attribute values included. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, character => escapes[character] ?? '');

/** A page with this title; `body` is HTML. */
export const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1c2530; background: #f3f5f7; margin: 0; display: grid; place-items: center; min-height: 100vh; }
main { background: #fff; border: 1px solid #d8dee5; border-radius: 8px; padding: 2rem; margin: 1rem; box-sizing: border-box; width: min(30rem, calc(100vw - 2rem)); }
main:has(dl) { width: min(64rem, calc(100vw - 2rem)); }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
label { display: block; margin: 0 0 1rem; }
input { display: block; box-sizing: border-box; width: 100%; font: inherit; padding: .5rem; margin-top: .25rem; border: 1px solid #9aa7b5; border-radius: 4px; }
button { font: inherit; padding: .5rem 1rem; border: 0; border-radius: 4px; background: #1f5fae; color: #fff; cursor: pointer; }
code { font-size: .9em; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; margin: 0; }
dt, th { color: #5a6878; font-weight: 500; }
dd { margin: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem 1.5rem .4rem 0; border-bottom: 1px solid #e4e9ee; }
.bad { color: #a3300b; }
.said { border-left: 4px solid #b4540a; padding-left: .75rem; }
.said.good { border-color: #1b7f4b; }
</style>
</head>
<body><main>${body}</main></body>
</html>
`;

/** What came of what was asked for; `text` is not HTML. */
export interface Said {
  text: string;
  isGood: boolean;
}

/** A message as HTML, or nothing. */
export const saidHtml = (said: Said | undefined): string =>
  said ? `<p class="said${said.isGood ? ' good' : ''}" role="status">${escapeHtml(said.text)}</p>` : '';

/** The login form; after a refusal with the reason, and the user name as it was given. */
export const loginPage = (refusal?: { reason: string; user: string }): string =>
  page(
    'Log in · Legal document pipeline',
    `<h1>Legal document pipeline: queues</h1>${saidHtml(refusal && { text: refusal.reason, isGood: false })}
<form method="post" action="/login">
<label>User <input name="user" autocomplete="username" required value="${escapeHtml(refusal?.user ?? '')}"${refusal?.user ? '' : ' autofocus'}></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required${refusal?.user ? ' autofocus' : ''}></label>
<button>Log in</button>
</form>`,
  );

/** Logging out changes something, so it takes a button and not only a link. */
export const logoutPage = (): string =>
  page('Log out', '<h1>Log out?</h1><form method="post" action="/logout"><button>Log out</button></form>');
