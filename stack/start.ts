/** `npm start`: the embedded stack, all services and the board, in one terminal; one Ctrl-C stops all. */
import { runInForeground } from './foreground.ts';
import { launchOptions, type Product, startProduct } from './product.ts';

const options = launchOptions();

function introduce({ urls, apiKey, environment }: Product): string {
  const api = urls['ingest-service'];
  return `
  API       ${api}   (described by ${api}/openapi.json)
  Board     ${urls.dashboard}   (user ${environment.DASHBOARD_USER ?? 'ops'}, password ${environment.DASHBOARD_PASSWORD})
  Supabase  ${urls.supabase}

  Send a file:
  curl -H 'Authorization: Bearer ${apiKey}' -F project=first-matter -F files=@document.pdf ${api}/v1/documents

  Ctrl-C stops everything.

`;
}

await runInForeground(
  () => startProduct(options),
  async product => {
    process.stdout.write(introduce(product));
    return 'wait';
  },
  options.log,
);
