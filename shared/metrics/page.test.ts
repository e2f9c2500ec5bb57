import { expect } from 'chai';
import { PipelineError } from '../errors.ts';
import { createMetricsPage, type Look } from './page.ts';
import { gauge } from './registry.ts';

const seen = gauge('page_test', 'What the looks of this test saw.');
const textOf = async (page: ReturnType<typeof createMetricsPage>) => (await page(undefined)).text;
const look = (see: Look['see']): Look => ({ see, lost: () => seen.set(-1) });

describe('the page of metrics', () => {
  it('is open without a token, and closed to every other one with it', async () => {
    expect((await createMetricsPage(undefined, [])('Bearer anything')).mediaType).to.match(/^text\/plain; version=/);
    const page = createMetricsPage('secret', []);
    expect((await page('Bearer secret')).text).to.include('# TYPE');
    for (const given of [undefined, '', 'secret', 'Bearer secreT', 'Bearer ']) {
      const error = await page(given).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error, String(given)).to.be.instanceOf(PipelineError).with.property('code', 'I_UNAUTHORIZED');
    }
  });

  it('shows what a look saw', async () => {
    const page = createMetricsPage(undefined, [look(async () => () => seen.set(7))]);
    expect(await textOf(page)).to.match(/^legal_pipeline_page_test 7$/m);
  });

  it('answers although a look fails or hangs, and shows what came too late never', async () => {
    expect(await textOf(createMetricsPage(undefined, [look(() => Promise.reject(new Error('away')))]))).to.match(
      /^legal_pipeline_page_test -1$/m,
    );
    let answer: (show: () => void) => void = () => undefined;
    const hung = new Promise<() => void>(resolve => {
      answer = resolve;
    });
    const page = createMetricsPage(undefined, [look(() => hung)], { seeWithinMs: 20 });
    expect(await textOf(page)).to.match(/^legal_pipeline_page_test -1$/m);
    answer(() => seen.set(9));
    await hung;
    expect(await textOf(page)).to.match(/^legal_pipeline_page_test -1$/m);
  });

  it('looks once for all who ask within a moment', async () => {
    let looks = 0;
    const counting = look(async () => () => {
      looks += 1;
    });
    const page = createMetricsPage(undefined, [counting]);
    await Promise.all([page(undefined), page(undefined)]);
    await page(undefined);
    expect(looks).to.equal(1);
    const forgetful = createMetricsPage(undefined, [counting], { rememberMs: -1 });
    await forgetful(undefined);
    await forgetful(undefined);
    expect(looks).to.equal(3);
  });
});
