import { expect } from 'chai';
import type { MemoryRows } from '../../queues/memory-record.ts';
import type { SegmentRow } from '../../shared/domain/rows.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { runStage, type StageResult } from '../../test/support/run-stage.ts';
import { createRulesEngine } from './engines/rules/engine.ts';
import { createNerStage } from './stage.ts';

const failure = { code: 'X_TIMEOUT' } as const;

const filler = 'The Lessee shall pay the rent on the first day of each month without demand. ';
const pages = [
  `CALVARY CHAPEL OF BANGOR,\nPlaintiff,\nv.\nJANET T. MILLS, in her official capacity\nNo. 20-1507\n\nI. BACKGROUND\n${filler.repeat(20)}`,
  `International Fidelity Insurance Co. ("IFIC") paid $1.5 million on March 3, 2024. ${filler.repeat(30)}`,
  `II. ARGUMENT\n${filler.repeat(30)}Governor Mills answered, and IFIC did not.`,
];

/** Segments as the ocr stage leaves them. */
function segmentsOf(texts: string[]): SegmentRow[] {
  let charStart = 0;
  return texts.map((text, ordinal) => {
    const row = {
      id: `s${ordinal}`,
      ordinal,
      kind: 'page' as const,
      text,
      charStart,
      charEnd: charStart + text.length,
      pageNumber: ordinal + 1,
      engine: 'text',
    };
    charStart = row.charEnd + 2;
    return row;
  });
}

/** The stage over these segments, of `chunksPerPart` chunks a part. Parts in `failing` fail for good. */
const run = (
  segments: SegmentRow[],
  chunksPerPart?: number,
  failing: number[] = [],
  settings = defaultSettings,
): Promise<StageResult> => {
  const stage = createNerStage({ engine: createRulesEngine(), ...(chunksPerPart && { chunksPerPart }) });
  const failParts = new Map(failing.map(ordinal => [ordinal, failure.code]));
  return runStage(stage, 'ner', { sealed: { segments }, settings, failParts });
};

const withoutIds = ({ chunks, entityMentions }: MemoryRows) => ({
  chunks: chunks.map(({ id: _, ...row }) => row),
  mentions: entityMentions.map(({ id: _, chunkId: __, ...row }) => row),
});

describe('the ner stage', () => {
  const text = pages.join('\n\n');

  it('partitions the frozen text into chunks with pages, path and context', async () => {
    const { rows } = await run(segmentsOf(pages));
    expect(rows.chunks.map(chunk => chunk.text).join('')).to.equal(text);
    for (const chunk of rows.chunks) expect(text.slice(chunk.charStart, chunk.charEnd)).to.equal(chunk.text);
    const argument = rows.chunks.find(chunk => chunk.text.startsWith('II. ARGUMENT'));
    expect(argument).to.deep.include({
      headingPath: ['II. ARGUMENT'],
      contextLine: 'test.txt | CALVARY CHAPEL OF BANGOR v. JANET T. MILLS | p. 3 | II. ARGUMENT',
      pageFirst: 3,
      pageLast: 3,
      language: 'en',
      tokenEncoding: 'o200k_base~',
    });
  });

  it('takes kinds from the marks of the reader, and says lines of a transcript and heads of tables beside the text', async () => {
    const table = `Item\tPrice\n${Array.from({ length: 150 }, (_, n) => `Panel ${n}\t$${n}.00`).join('\n')}`;
    const [first, second] = segmentsOf([`${filler}\n\n${table}`, 'Ann Lawyer\nPartner']);
    const start = filler.length + 2;
    const marks = [
      { kind: 'table', start, end: start + table.length },
      { kind: 'table-head', start, end: start + 10 },
    ];
    const segments = [
      { ...(first as SegmentRow), properties: { marks } },
      { ...(second as SegmentRow), properties: { marks: [{ kind: 'signature', start: 0, end: 18 }] } },
    ];
    const { rows } = await run(segments);
    const kinds = rows.chunks.map(({ kind }) => kind);
    expect([...new Set(kinds)]).to.deep.equal(['text', 'table', 'signature']);
    const tables = rows.chunks.filter(({ kind }) => kind === 'table');
    expect(tables.map(({ contextLine }) => contextLine.endsWith('Item / Price'))).to.deep.equal(
      tables.map((_, at) => at > 0),
    );
    expect(rows.chunks.map(chunk => chunk.text).join('')).to.equal(segments.map(({ text: own }) => own).join('\n\n'));
  });

  it('writes mentions whose span is their text, each within its chunk, at an ordinal of its own', async () => {
    const { rows, end } = await run(segmentsOf(pages));
    const chunks = new Map(rows.chunks.map(chunk => [chunk.id, chunk]));
    expect(rows.entityMentions).not.to.be.empty;
    for (const mention of rows.entityMentions) {
      const chunk = chunks.get(mention.chunkId);
      expect(text.slice(mention.charStart, mention.charEnd)).to.equal(mention.text);
      expect(mention.charStart).to.be.within(chunk?.charStart as number, chunk?.charEnd as number);
      expect(mention.charEnd).to.be.at.most(chunk?.charEnd as number);
    }
    expect(new Set(rows.entityMentions.map(({ ordinal }) => ordinal)).size).to.equal(rows.entityMentions.length);
    expect(end.outcome.counts).to.deep.include({ chunks: rows.chunks.length, mentions: rows.entityMentions.length });
    expect(end.outcome).to.include({ engine: 'rules', version: '7' });
  });

  it('knows again, anywhere in the document, whom it names in full', async () => {
    const { rows } = await run(segmentsOf(pages));
    const last = rows.entityMentions.filter(({ charStart }) => charStart > text.length - 60);
    expect(last.map(({ type, text: own, value }) => [type, own, value])).to.deep.equal([
      ['PERSON', 'Mills', 'Janet T. Mills'],
      ['ORGANIZATION', 'IFIC', 'International Fidelity Insurance Co.'],
    ]);
  });

  it('takes two spellings of one given name for one person, two given names for two', async () => {
    const valueOfLast = async (text: string) => (await run(segmentsOf([text]))).rows.entityMentions.at(-1)?.value;
    expect(await valueOfLast('Deborah M. Jagels sued. Deborah Marie Jagels won. So Jagels left.')).to.equal(
      'Deborah Marie Jagels',
    );
    expect(await valueOfLast('Deborah M. Jagels sued. Kenneth R. Jagels won. So Jagels left.')).to.equal('Jagels');
  });

  it('takes the language from the text, not from what the document was before a rerun', async () => {
    const segments = segmentsOf([`The court finds that the motion of the plaintiff is granted. ${filler}`]);
    const stage = createNerStage({ engine: createRulesEngine() });
    const { rows } = await runStage(stage, 'ner', { document: { language: 'de' }, sealed: { segments } });
    expect(rows.chunks.map(chunk => chunk.language)).to.deep.equal(['en']);
  });

  it('reads the order of day and month as the project says', async () => {
    const dates = async (dateOrder: 'mdy' | 'dmy') =>
      (
        await run(segmentsOf(['Signed on 3/4/2024 in Bangor.']), undefined, [], { ...defaultSettings, dateOrder })
      ).rows.entityMentions
        .filter(mention => mention.type === 'DATE')
        .map(mention => mention.value);
    expect(await dates('mdy')).to.deep.equal(['2024-03-04']);
    expect(await dates('dmy')).to.deep.equal(['2024-04-03']);
  });

  it('gives the same rows in parts as in one, and when run again', async () => {
    const whole = await run(segmentsOf(pages));
    const parts = await run(segmentsOf(pages), 1);
    expect(parts.plan.parts).to.have.length(whole.rows.chunks.length);
    expect(withoutIds(parts.rows)).to.deep.equal(withoutIds(whole.rows));
    expect((await run(segmentsOf(pages), 1)).rows).to.deep.equal(parts.rows);
  });

  it('keeps all chunks and says which ones were not looked at when a part failed', async () => {
    const { rows, end } = await run(segmentsOf(pages), 1, [0]);
    expect(rows.chunks.map(chunk => chunk.text).join('')).to.equal(text);
    expect(end.outcome.warnings).to.deep.equal([{ ...failure, missing: true, count: 1, at: [0] }]);
    expect(rows.entityMentions.every(({ chunkId }) => chunkId !== rows.chunks[0]?.id)).to.equal(true);
  });

  it('names a document without text as such', async () => {
    const { rows, plan, end } = await run(segmentsOf(['', '  \n']));
    expect(rows.chunks).to.deep.equal([]);
    expect(end.outcome.warnings).to.deep.equal([{ code: 'text.empty' }]);
    expect(plan.parts).to.equal(undefined);
  });

  it('refuses segments that are not where they say', async () => {
    const segments = segmentsOf(pages).map(row => ({ ...row, charStart: row.charStart + 1, charEnd: row.charEnd + 1 }));
    const error = await run(segments).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'X_UNCLASSIFIED');
  });
});
