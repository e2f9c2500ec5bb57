/** The files of `deploy/monitoring`, as far as tests look into them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

const folder = join(import.meta.dirname, '..', '..', 'deploy', 'monitoring');
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string };
}
interface Panel {
  title: string;
  type: string;
  datasource?: { uid: string };
  targets?: { expr: string; legendFormat: string }[];
}

export const alertRules: Rule[] = (load(read('alerts.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  ({ rules }) => rules,
);

export const panels: Panel[] = (JSON.parse(read('grafana/dashboards/pipeline.json')) as { panels: Panel[] }).panels;

export const scraped = (
  load(read('prometheus.yml')) as { scrape_configs: { dns_sd_configs: { names: string[]; port: number }[] }[] }
).scrape_configs.flatMap(({ dns_sd_configs }) => dns_sd_configs);

export const datasourceUids: string[] = (
  load(read('grafana/provisioning/datasources/prometheus.yml')) as { datasources: { uid: string }[] }
).datasources.map(({ uid }) => uid);

/** Every query of alerts and board, by where it stands. */
export const queries: { at: string; text: string }[] = [
  ...alertRules.map(({ alert, expr }) => ({ at: alert, text: expr })),
  ...panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ at: title, text: expr }))),
];

/** Labels that a text in curly brackets names: `{{ $labels.stage }}`, `{{stage}}`. */
export const labelsIn = (template: string): string[] =>
  [...template.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g)].map(([, label = '']) => label);
