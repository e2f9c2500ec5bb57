/** What `npm start` prints once everything answers: where, with which key, and what to type first. */
import { join } from 'node:path';
import type { Product, ProductOptions } from './product.ts';
import { services } from './services.ts';

const spoken: Record<string, string> = { 'ingest-service': 'the API', dashboard: 'the board' };

/** Why the API or the board is not where it usually is: one line each. A port somebody chose is no news. */
export function movedPorts({ urls, environment }: Pick<Product, 'urls' | 'environment'>): string[] {
  return services.flatMap(({ name, usualPort, portSetting }) => {
    const port = new URL(urls[name] ?? '').port;
    if (usualPort === undefined || environment[portSetting] || port === String(usualPort)) return [];
    return `${usualPort} is in use; ${spoken[name] ?? name} listens on ${port}`;
  });
}

/** Everything a person needs to go on, in one block. */
export function introduce(product: Product, options: ProductOptions): string {
  const { urls, apiKey, environment } = product;
  const api = urls['ingest-service'];
  const isEmbedded = !options.environment.SUPABASE_URL;
  const keys = isEmbedded ? `   (keys: anonKey and serviceRoleKey in ${join(options.dataDir, 'secrets.json')})` : '';
  const lines = [
    ...movedPorts(product),
    '',
    `API       ${api}   (described by ${api}/openapi.json)`,
    `Board     ${urls.dashboard}   (user ${environment.DASHBOARD_USER ?? 'ops'}, password ${environment.DASHBOARD_PASSWORD})`,
    `Supabase  ${urls.supabase}${keys}`,
    ...(options.serviceLog === undefined ? [] : [`Log       ${options.serviceLog}   (here: warnings and errors only)`]),
    '',
    'Send a file, from this folder:',
    `curl -H 'Authorization: Bearer ${apiKey}' -F project=first-matter -F files=@samples/matter/01-complaint.pdf ${api}/v1/documents`,
    '',
    'See what came of it:',
    'npm run cli -- report first-matter',
    '',
    'Ctrl-C stops everything.',
  ];
  return `${lines.map(line => (line === '' ? '' : `  ${line}`)).join('\n')}\n\n`;
}
