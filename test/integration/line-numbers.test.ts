/** The ocr stage over a transcript whose margin numbers its lines: where they start in the text, whole and in parts. */
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { createOcrDeps } from '../../services/ocr-service/deps.ts';
import { createOcrStage } from '../../services/ocr-service/stage.ts';
import { runStageOnFile, type StageResult } from '../support/run-stage.ts';

const sample = (name: string) => ({
  path: fileURLToPath(new URL(`../../samples/matter/${name}`, import.meta.url)),
  mediaType: 'application/pdf',
});
const transcript = sample('31-deposition-fontaine.pdf');

describe('line numbers of a margin', function () {
  this.timeout(60_000);
  const deps = createOcrDeps({ concurrency: 1, partSize: 1 });
  const stage = createOcrStage(deps);
  after(() => stage.close?.());

  const linesOf = ({ rows }: StageResult) =>
    rows.segments.map(({ properties }) => properties?.lineNumbers as [offset: number, number: number][] | undefined);

  it('are kept with the lines that they stand beside', async () => {
    const result = await runStageOnFile(stage, 'ocr', transcript);
    const pages = linesOf(result).map(lines => lines ?? []);
    expect(pages.map(lines => lines.length)).to.deep.equal([25, 11]);
    for (const [ordinal, lines] of pages.entries()) {
      const text = result.rows.segments[ordinal]?.text ?? '';
      expect(lines.map(([, number]) => number)).to.deep.equal(lines.map((_, at) => at + 1));
      expect(result.rows.segmentWords[ordinal]?.starts).to.include.members(lines.map(([offset]) => offset));
      for (const [offset] of lines) expect(text.charAt(offset - 1)).to.match(/^\n?$/);
    }
    const fifth = pages[0]?.[4]?.[0] ?? 0;
    expect(result.rows.segments[0]?.text.slice(fifth)).to.match(/^Q\. Ms\. Fontaine, who is/);
  });

  it('are the same when the pages are read in parts', async () => {
    const inParts = createOcrStage({ ...deps, planLimits: { pages: 0, ocrPages: 0 } });
    const parts = await runStageOnFile(inParts, 'ocr', transcript);
    expect(parts.plan.parts).to.have.length(2);
    expect(linesOf(parts)).to.deep.equal(linesOf(await runStageOnFile(stage, 'ocr', transcript)));
  });

  it('are not told of pages without such a margin', async () => {
    const result = await runStageOnFile(stage, 'ocr', sample('04-supply-agreement.pdf'));
    for (const { properties } of result.rows.segments) expect(properties).to.not.have.property('lineNumbers');
  });
});
