import { expect } from 'chai';
import { UsageError } from '../shared/command.ts';
import { PipelineError } from '../shared/errors.ts';
import { type Answer, show } from './answer.ts';

/** What the terminal saw. */
async function shown(run: () => Promise<Answer>, json: boolean) {
  const seen = { out: '', err: '', code: -1 };
  await show(run, json, {
    out: text => {
      seen.out += text;
    },
    err: text => {
      seen.err += text;
    },
    exit: code => {
      seen.code = code;
    },
  });
  return seen;
}

const fails = (thrown: unknown) => async () => {
  throw thrown;
};

describe('show', () => {
  it('shows text to people and JSON to programs', async () => {
    const run = async (): Promise<Answer> => ({ json: { a: 1 }, text: 'one' });
    expect(await shown(run, false)).to.deep.equal({ out: 'one\n', err: '', code: 0 });
    expect(await shown(run, true)).to.deep.equal({ out: '{\n  "a": 1\n}\n', err: '', code: 0 });
  });

  it('exits 3 when something is incomplete', async () => {
    const run = async (): Promise<Answer> => ({ json: {}, text: '', exit: 'incomplete' });
    expect((await shown(run, false)).code).to.equal(3);
  });

  it('says code and what to do, and keeps standard output machine readable', async () => {
    const seen = await shown(fails(new PipelineError('I_NOT_FOUND', 'no such document')), true);
    expect(seen.code).to.equal(1);
    expect(JSON.parse(seen.out).error).to.include({ code: 'I_NOT_FOUND', message: 'no such document' });
    expect(seen.err).to.match(/^I_NOT_FOUND: no such document\n {2}\S/);
  });

  it('exits 2 for what was typed wrong, 1 for what nobody foresaw', async () => {
    expect((await shown(fails(new UsageError('no such file')), false)).code).to.equal(2);
    const unforeseen = await shown(fails(new RangeError('broken')), false);
    expect(unforeseen.code).to.equal(1);
    expect(unforeseen.err).to.contain('RangeError: broken');
  });
});
