/** Base and local files, built and started from the checkout: the sample matter through the published port, with two replicas of OCR. */
import { expect } from 'chai';
import { describeMatter } from '../support/matter-suite.ts';
import { buildImages, type Containers, createContainers, images, version, workers } from './containers.ts';
import { docker } from './docker.ts';

/** The most that we may add to the image we start from, in megabytes of a million bytes, as docker counts. */
const mostAddedMb: Partial<Record<(typeof images)[number], number>> = { base: 200, ocr: 450, ner: 350, asr: 800 };

/** Words of the matter that may be in no log. */
const wordsOfTheMatter = ['Fontaine', 'Okafor', 'rejection', 'plaintiff'];

describe('containers', function () {
  this.timeout(1_500_000);
  let containers: Containers;

  before(async () => {
    console.log(`images built in ${await buildImages()}`);
    containers = await createContainers(['docker-compose.yml', 'docker-compose.local.yml'], { OCR_PROCESSES: '1' });
    await containers.up({ 'ocr-service': 2 });
  });
  after(() => containers?.stop());

  describe('images', () => {
    it('add no more than they may to the image they start from', async () => {
      const sizeOf = async (image: string) => Number(await docker(['inspect', '--format', '{{.Size}}', image])) / 1e6;
      const node = await sizeOf('node:24-bookworm-slim');
      for (const image of images) {
        const added = (await sizeOf(`legal-pipeline/${image}:${version}`)) - node;
        const most = mostAddedMb[image];
        console.log(
          `      ${image}: ${added.toFixed(0)} MB more than node:24-bookworm-slim${most ? `, at most ${most}` : ''}`,
        );
        if (most !== undefined) expect(added, image).to.be.below(most);
      }
    });
  });

  describeMatter('sample matter in containers', async () => ({
    ...(await containers.api()),
    query: containers.query,
    stop: async () => {},
  }));

  describe('while they run', () => {
    it('both replicas of ocr-service have done tasks', async () => {
      const shares = await containers.query<{ worker: string; n: number }>(
        `select worker, count(*)::int as n from tasks where stage = 'ocr' and state = 'done' group by worker`,
      );
      expect(shares, JSON.stringify(shares)).to.have.length(2);
    });

    it('nothing but ingest and board listens on the host, on loopback unless told otherwise', async () => {
      const published = await docker([
        ...['ps', '--filter', `label=com.docker.compose.project=${containers.project}`],
        ...['--format', '{{.Label "com.docker.compose.service"}} {{.Ports}}'],
      ]);
      const open = published.split('\n').filter(line => line.includes('->'));
      expect(open).to.have.members([
        `ingest-service 127.0.0.1:${containers.apiPort}->8700/tcp`,
        `dashboard 127.0.0.1:${containers.boardPort}->8700/tcp`,
      ]);
    });

    it('no process in them is of root', async () => {
      for (const id of await containers.ids()) {
        const users = await docker(['top', id, '-eo', 'pid,uid,comm']);
        const ofRoot = users
          .split('\n')
          .slice(1)
          .filter(line => /^\s*\d+\s+0\s/.test(line));
        expect(ofRoot, await docker(['inspect', '--format', '{{.Name}}', id])).to.deep.equal([]);
      }
    });

    it('nothing of the image can be written to', async () => {
      for (const service of [...workers, 'ingest-service', 'dashboard', 'rest']) {
        const written = await containers
          .exec(service, ['sh', '-c', 'touch /app/x || touch /usr/x || touch /etc/x'])
          .catch((error: Error) => error);
        expect(written, service)
          .to.be.instanceOf(Error)
          .with.property('message')
          .that.includes('Read-only file system');
      }
    });

    it('logs hold no words of documents and no secret', async () => {
      const logs = await containers.logs();
      expect(logs.size).to.be.at.least(11);
      const secrets = containers.secretValues();
      for (const [name, text] of logs) {
        expect(text.length, name).to.be.greaterThan(0);
        for (const word of [...wordsOfTheMatter, ...secrets])
          expect(text.includes(word), `${name}: ${word}`).to.equal(false);
      }
    });

    it('the command line inside finds nothing wrong', async () => {
      const answer = JSON.parse(await containers.exec('ingest-service', ['cli', '--json', 'doctor'])) as {
        findings: { check: string; status: string }[];
      };
      const checks = answer.findings.map(({ check, status }) => `${check}: ${status}`);
      expect(checks).to.include.members(['record: ok', 'Redis: ok', 'file store: ok', 'API: ok', 'board: ok']);
      for (const service of workers)
        expect(await containers.exec(service, ['cli', 'doctor'])).to.include('0 errors, 0 warnings');
      const proved = await containers.exec('ingest-service', ['cli', 'verify']);
      expect(proved).to.match(/^histories: .* 0 broken\noriginals: .* 0 broken/);
    });
  });
});
