/** The files of Prometheus and Grafana agree with each other and with the product. What their queries ask for is tested in `test/e2e/metrics.test.ts`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { services } from '../../stack/services.ts';
import { alertRules, datasourceUids, labelsIn, panels, queries, scraped } from '../support/monitoring-files.ts';
import { readQuery } from '../support/promql.ts';

const root = join(import.meta.dirname, '..', '..');

describe('monitoring files', () => {
  it('scrape every service, at the port that all listen on in containers', () => {
    expect(scraped.flatMap(({ names }) => names)).to.have.members(services.map(({ name }) => name));
    const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
    for (const { port } of scraped) {
      for (const { portSetting } of services) expect(dockerfile).to.include(`${portSetting}=${port}`);
    }
  });

  it('take figures that every ingest-service shows alike by max, so that replicas do not multiply them', () => {
    const source = readFileSync(join(root, 'services/ingest-service/pipeline-metrics.ts'), 'utf8');
    const names = [...source.matchAll(/gauge\(\s*'(\w+)'/g)].map(([, name]) => `legal_pipeline_${name}`);
    const ofAll = names.filter(name => name !== 'legal_pipeline_file_store_up');
    expect(ofAll).to.have.length.of.at.least(12);
    for (const { at, text } of queries) {
      for (const { metric, within } of readQuery(text).selectors.filter(each => ofAll.includes(each.metric))) {
        expect(within, `${at}: ${metric}`).to.satisfy((around: string[]) =>
          ['max', 'absent'].includes(around[0] ?? ''),
        );
      }
    }
  });

  it('add up counters, over time first', () => {
    for (const { at, text } of queries) {
      for (const { metric, within } of readQuery(text).selectors) {
        if (!/_(total|bucket)$/.test(metric)) continue;
        expect(within.slice(0, 2).join(' of '), `${at}: ${metric}`).to.be.oneOf(['rate of sum', 'increase of sum']);
      }
    }
  });

  it('name every alert once, say how bad it is and what is wrong, with labels the alert has', () => {
    expect(new Set(alertRules.map(({ alert }) => alert)).size).to.equal(alertRules.length);
    for (const { alert, expr, labels, annotations } of alertRules) {
      expect(labels.severity, alert).to.be.oneOf(['critical', 'warning', 'info']);
      const { selectors, groupings } = readQuery(expr);
      const isWhole = selectors.some(({ within }) => within.length === 0);
      const known = [...groupings, ...(isWhole ? ['job', 'instance'] : []), 'value'];
      expect(known, `${alert}: ${annotations.summary}`).to.include.members(labelsIn(annotations.summary));
    }
  });

  it('give every panel a query, the source of data there is, and legends of labels the query has', () => {
    for (const { title, type, datasource, targets = [] } of panels.filter(panel => panel.type !== 'row')) {
      expect(targets, `${title} (${type})`).to.have.length.of.at.least(1);
      expect(datasourceUids, title).to.include(datasource?.uid);
      for (const { expr, legendFormat } of targets) {
        expect(readQuery(expr).groupings, `${title}: ${legendFormat}`).to.include.members(labelsIn(legendFormat));
      }
    }
  });

  it('would be found to hold a query that is none', () => {
    expect(() => readQuery('sum by (stage (x)')).to.throw('not PromQL');
    expect(readQuery('max by (stage) (a{state=~"x|y"}) > on (job) sum(rate(b[5m]))')).to.deep.equal({
      groupings: ['stage', 'job'],
      selectors: [
        { metric: 'a', matchers: { state: ['x', 'y'] }, within: ['max'] },
        { metric: 'b', matchers: {}, within: ['rate', 'sum'] },
      ],
    });
  });
});
