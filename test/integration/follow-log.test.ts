/** What `npm start` shows of a log that goes to a file. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Log } from '../../shared/log.ts';
import { followWarnings } from '../../stack/follow-log.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/launcher.ts';
import { eventually } from '../support/wait.ts';

describe('following a log', () => {
  let folder: TemporaryFolder;
  let shown: string[];
  const logTo = (bound: string): Log => {
    const line = (level: string) => (event: string, fields?: object) => {
      shown.push([level, bound, event, JSON.stringify(fields)].filter(Boolean).join(' '));
    };
    const levels = { info: line('info'), warn: line('warn'), error: line('error'), debug: line('debug') };
    return { ...levels, with: ({ service }) => logTo(String(service)) };
  };

  before(() => {
    folder = temporaryFolder();
  });
  after(() => folder.remove());
  beforeEach(() => {
    shown = [];
  });

  it('shows warnings and errors as they are written, not what was there before', async () => {
    const path = join(folder.path, 'services.log');
    const line = (level: string, message: string) => `${JSON.stringify({ level, message, service: 'ocr-service' })}\n`;
    writeFileSync(path, line('error', 'of.yesterday'));
    const following = followWarnings(path, logTo(''));
    const second = line('error', 'engine.failed');
    appendFileSync(path, line('info', 'task.done') + line('warn', 'task.failed') + second.slice(0, 20));
    await eventually('the warning is shown', async () => (shown.length > 0 ? true : undefined));
    expect(shown).to.deep.equal(['warn ocr-service task.failed']);
    appendFileSync(path, second.slice(20));
    following.stop();
    expect(shown[1]).to.equal('error ocr-service engine.failed');
  });

  it('shows the last words of a process, which are no log lines', () => {
    const path = join(folder.path, 'dying.log');
    const following = followWarnings(path, logTo(''));
    appendFileSync(path, 'Segmentation fault\n{\n');
    following.stop();
    expect(shown.map(line => line.split(' ').slice(0, 2).join(' '))).to.deep.equal([
      'error process.said',
      'error process.said',
    ]);
  });
});
