/** Every combination of compose files a person may name is whole, and keeps our rules. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { load } from 'js-yaml';
import { type Containers, createContainers } from './containers.ts';
import { root } from './docker.ts';

const base = 'docker-compose.yml';
const overrides = ['local', 's3', 'models', 'gpu', 'monitoring'].map(name => `docker-compose.${name}.yml`);

/** Base alone, with each override, with those that go together, and with all. */
const combinations: readonly string[][] = [
  [base],
  ...overrides.map(file => [base, file]),
  ...overrides.slice(1).map(file => [base, overrides[0] ?? '', file]),
  [base, ...overrides],
];

interface Service {
  image?: string;
  restart?: string;
  healthcheck?: { test?: unknown; disable?: boolean };
  mem_limit?: string;
  cpus?: number;
  container_name?: string;
  ports?: (string | { published?: string | number; host_ip?: string })[];
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  stop_grace_period?: string;
  environment?: Record<string, string>;
  user?: string;
}

/** Of a plain `40s` or `1m0s`. */
function secondsOf(duration: string): number {
  const [, minutes = '0', seconds = '0'] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');

/** True if the stage, or one it is made from, has a health check. */
function hasHealthCheck(target: string): boolean {
  const [head = '', ...body] = (
    dockerfile.split(/^(?=FROM )/m).find(stage => stage.split('\n')[0]?.endsWith(` AS ${target}`)) ?? ''
  ).split('\n');
  if (body.some(line => line.startsWith('HEALTHCHECK '))) return true;
  const from = /^FROM (\S+)/.exec(head)?.[1];
  return from !== undefined && dockerfile.includes(` AS ${from}\n`) && hasHealthCheck(from);
}

const published = (service: Service) =>
  (service.ports ?? []).map(port => (typeof port === 'string' ? port : `${port.host_ip}:${port.published}`));

/** What a service does against our rules. */
function breaches(name: string, service: Service): string[] {
  const isOneShot = service.restart === 'no';
  const image = service.image ?? '';
  const target = /^legal-pipeline\/([a-z-]+):/.exec(image)?.[1];
  const ours = target !== undefined;
  const graceMs = Number(service.environment?.GRACE_MS ?? 0);
  const rules: [string, boolean][] = [
    ['has a memory limit', service.mem_limit !== undefined],
    ['has a CPU limit', service.cpus !== undefined],
    ['starts again, or once only', isOneShot || service.restart === 'unless-stopped'],
    ['has a health check', isOneShot || service.healthcheck?.test !== undefined || hasHealthCheck(target ?? '')],
    ['has an image with a tag other than latest', /:[^/]+$/.test(image) && !image.endsWith(':latest')],
    ['has no fixed container name', service.container_name === undefined],
    ['has no more rights than it needs', service.security_opt?.includes('no-new-privileges:true') === true],
    [
      'is read-only and without capabilities',
      !ours || (service.read_only === true && service.cap_drop?.includes('ALL') === true),
    ],
    [
      'is given longer to stop than it takes',
      !ours || isOneShot || secondsOf(service.stop_grace_period ?? '') * 1_000 > graceMs + 10_000,
    ],
    ['is published on loopback only', published(service).every(port => port.startsWith('127.0.0.1:'))],
    [
      'is published only if meant for people',
      published(service).length === 0 || ['ingest-service', 'dashboard', 'grafana'].includes(name),
    ],
  ];
  return rules.filter(([, holds]) => !holds).map(([rule]) => `${name}: ${rule}`);
}

describe('compose files', function () {
  this.timeout(60_000);
  const made: Containers[] = [];
  const configured = async (files: readonly string[]): Promise<Record<string, Service>> => {
    const containers = await createContainers(files);
    made.push(containers);
    return (load(await containers.compose(['config'])) as { services: Record<string, Service> }).services;
  };
  after(() => {
    for (const containers of made) containers.forget();
  });

  it('are those there are', () => {
    for (const file of overrides) expect(existsSync(join(root, file)), file).to.equal(true);
  });

  for (const files of combinations) {
    it(files.join(' + '), async () => {
      const services = await configured(files);
      expect(Object.keys(services)).to.include.members(['redis', 'ingest-service', 'ocr-service', 'dashboard']);
      expect(Object.entries(services).flatMap(([name, service]) => breaches(name, service))).to.deep.equal([]);
    });
  }

  it('would be found to break a rule', () => {
    const bad = {
      image: 'legal-pipeline/nothing:latest',
      ports: ['6379:6379'],
      container_name: 'x',
      restart: 'always',
    };
    expect(breaches('redis', bad)).to.have.length(11);
  });
});
