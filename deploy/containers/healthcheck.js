/** The health check of our containers: `healthcheck.js <path> [method]`; exits 0 if what runs here answers with success. */
const [path = '/readyz', method = 'GET'] = process.argv.slice(2);
const answer = await fetch(`http://127.0.0.1:8700${path}`, { method, signal: AbortSignal.timeout(4_000) });
if (!answer.ok) {
  process.stdout.write(`${answer.status} ${await answer.text()}\n`);
  process.exitCode = 1;
}
