/** The engine bert: real models, real runtime, in processes of its own. */
import { mkdtempSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { configuredNerStage, nerConcurrency } from '../../services/ner-service/configured.ts';
import { createBertEngine } from '../../services/ner-service/engines/bert/engine.ts';
import type { NerEngine } from '../../services/ner-service/engines/engine.ts';
import { type BertSettings, configuredBert } from '../../shared/config/bert-model.ts';
import { loadBertModel } from '../../shared/config/load.ts';
import { PipelineError } from '../../shared/errors.ts';
import { runStage } from '../support/run-stage.ts';
import { sure, type TinyBert, writeTinyBert } from '../support/tiny-bert.ts';

/** People, places and companies no rule knows. */
const names = {
  ...{ Zorvan: 'I-PER', Quill: 'I-PER', '##wick': 'O', Threk: 'B-PER', O: 'I-PER' },
  ...{
    Vexit: 'I-ORG',
    Labs: 'I-ORG',
    Inc: 'I-ORG',
    Ostwald: 'I-LOC',
    Martian: 'I-MISC',
    Chicago: 'I-ORG',
    Zeitung: 'I-ORG',
  },
};

describe('the engine bert', function () {
  this.timeout(120_000);
  let root: string;
  let made = 0;
  const open: NerEngine[] = [];

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'tiny-bert-'));
  });
  after(() => rmSync(root, { recursive: true }));
  afterEach(async () => {
    for (const engine of open.splice(0)) await engine.close?.();
  });

  const settingsOf = (tiny: TinyBert): BertSettings => {
    const folder = join(root, `model-${made++}`);
    writeTinyBert(folder, tiny);
    return { folder, device: 'cpu', precision: 'fp32', processes: 1 };
  };
  const engineOf = (tiny: TinyBert): NerEngine => {
    const engine = createBertEngine(configuredBert(settingsOf(tiny)), { tempFolder: join(root, 'temp') });
    open.push(engine);
    return engine;
  };
  const refusal = (act: () => unknown): PipelineError => {
    try {
      act();
    } catch (thrown) {
      expect(thrown).to.be.instanceOf(PipelineError);
      return thrown as PipelineError;
    }
    throw new Error('nothing was refused');
  };
  const rejection = async (work: Promise<unknown>): Promise<PipelineError> => {
    const thrown = await work.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(thrown).to.be.instanceOf(PipelineError);
    return thrown as PipelineError;
  };

  it('finds what the model labels, whole words, written as the rules write them', async () => {
    const text = 'By Monday ZORVAN  Zorvan\nQuillwick met Vexit Labs Inc. of Ostwald, a Martian.';
    const found = await engineOf({ labels: names }).find(text);
    expect(found.map(({ type, start, end, value }) => [type, text.slice(start, end), value])).to.deep.equal([
      ['PERSON', 'Zorvan\nQuillwick', 'Zorvan Quillwick'],
      ['ORGANIZATION', 'Vexit Labs Inc.', 'Vexit Labs Inc.'],
      ['LOCATION', 'Ostwald', 'Ostwald'],
    ]);
    expect(found[0]?.properties).to.deep.equal({ given: 'Zorvan', surname: 'Quillwick' });
    expect(found[1]?.properties).to.deep.equal({ form: 'Inc.' });
    for (const { score } of found) expect(score).to.be.closeTo(sure, 0.001);
  });

  it('takes a title for evidence, and a judge for a judge', async () => {
    const [found] = await engineOf({ labels: names }).find('before Judge Quill, who');
    expect(found).to.deep.include({ type: 'JUDGE', value: 'Quill', properties: { surname: 'Quill', title: 'Judge' } });
  });

  it('sees a long text in windows, none longer than the model can take, and no name is lost where they meet', async () => {
    // Each name is one mention: every word begins one.
    const text = Array.from({ length: 300 }, () => 'Threk').join(' ');
    const found = await engineOf({ labels: names, longest: 18, blindAtEnds: true }).find(text);
    expect(found.map(({ start }) => start)).to.deep.equal(
      // The first and the last window end where the text does, and the model sees nothing there.
      Array.from({ length: 298 }, (_, at) => (at + 1) * 6),
    );
  });

  it('gives a text that was seen before the same mentions, without asking the model', async () => {
    const settings = settingsOf({ labels: names });
    const engine = createBertEngine(configuredBert(settings), { tempFolder: join(root, 'temp') });
    open.push(engine);
    const first = await engine.find('Zorvan came.');
    await engine.close?.();
    expect(await engine.find('Zorvan came.')).to.deep.equal(first);
    expect((await rejection(engine.find('Quill came.'))).code).to.equal('X_DRAINING');
  });

  it('stops between windows when the task is to end', async () => {
    const engine = engineOf({ labels: names, longest: 16 });
    const { signal, abort } = abortable();
    const work = engine.find('Zorvan and Quill met again and again. '.repeat(2_000), { signal });
    abort();
    expect(await work.catch((reason: unknown) => reason)).to.equal(signal.reason);
    expect(await engine.find('Zorvan came.')).to.have.length(1);
  });

  it('leaves nothing behind, neither of the text nor of what the runtime would tell its maker', async () => {
    const engine = engineOf({ labels: names });
    await engine.find('Zorvan came.');
    const folders = readdirSync(join(root, 'temp'));
    expect(folders).to.have.length(1);
    expect(readdirSync(join(root, 'temp', folders[0] as string))).to.deep.equal([]);
    await engine.close?.();
    expect(readdirSync(join(root, 'temp'))).to.deep.equal([]);
  });

  it('refuses a model that gives other labels, or cannot be loaded, and names the setting', async () => {
    const other = engineOf({ labels: names, names: ['O', 'I-PER'] });
    expect(await rejection(other.find('Zorvan'))).to.include({ code: 'X_CONFIG', engine: 'bert' });
    const settings = settingsOf({ labels: names });
    writeFileSync(join(settings.folder as string, 'model.onnx'), 'no model');
    const broken = createBertEngine(configuredBert(settings), { tempFolder: join(root, 'temp') });
    open.push(broken);
    const { code, message } = await rejection(broken.find('Zorvan'));
    expect([code, message]).to.deep.equal(['X_CONFIG', 'the model of NER_BERT_MODEL cannot be loaded on the CPU']);
  });

  describe('configured', () => {
    const stage = (engines: string[], settings: BertSettings) => configuredNerStage(engines, settings);

    it('wants a folder with all files, and says what it lacks and where to get it', () => {
      const settings = settingsOf({ labels: names });
      const lacks = () => refusal(() => stage(['bert'], settings)).message;
      expect(refusal(() => stage(['bert'], { ...settings, precision: 'int8' })).message).to.match(
        /lacks model_quantized\.onnx \(there or in onnx\/\).*npm run models -- pull/,
      );
      unlinkSync(join(settings.folder as string, 'vocab.txt'));
      expect(lacks()).to.match(/lacks vocab\.txt/);
      unlinkSync(join(settings.folder as string, 'config.json'));
      expect(lacks()).to.match(/lacks config\.json, vocab\.txt/);
      expect(refusal(() => stage(['bert'], { ...settings, folder: undefined })).message).to.match(/set NER_BERT_MODEL/);
      expect(refusal(() => stage(['rules'], settings)).message).to.match(/does not name bert/);
      expect(refusal(() => stage([], { ...settings, folder: undefined })).code).to.equal('X_CONFIG');
    });

    it('refuses labels without a meaning, another kind of model, one for no text at all, and a vocabulary that is too large', () => {
      const refused = (tiny: Partial<TinyBert>) =>
        refusal(() => configuredBert(settingsOf({ labels: names, ...tiny }))).message;
      expect(refused({ names: ['O', 'B-PER', 'B-DISEASE', 'LABEL_3'] })).to.match(/meaning here: B-DISEASE, LABEL_3;/);
      expect(refused({ names: ['O', 'I-MISC'] })).to.match(/no label for persons/);
      expect(refused({ config: { id2label: { 1: 'O', 2: 'B-PER' } } })).to.match(/ids from 0 on/);
      expect(refused({ config: { model_type: 'roberta' } })).to.match(/another kind/);
      expect(refused({ config: { vocab_size: 3 } })).to.match(/the model knows 3/);
      for (const positions of [0, 2])
        expect(refused({ config: { max_position_embeddings: positions } })).to.match(/too few for any text/);
    });

    it('refuses a card for which there is no provider', () => {
      const settings: BertSettings = { ...settingsOf({ labels: names }), device: 'cuda' };
      expect(refusal(() => stage(['bert'], settings)).message).to.match(/NER_BERT_DEVICE=cuda.*providers_cuda/);
    });

    it('knows small letters by the files of the tokenizer, or by the vocabulary', () => {
      const settings = settingsOf({ labels: names });
      expect(configuredBert(settings)).to.include({ lowerCase: false, stripAccents: false });
      const file = join(settings.folder as string, 'tokenizer_config.json');
      writeFileSync(file, JSON.stringify({ do_lower_case: true }));
      expect(configuredBert(settings)).to.include({ lowerCase: true, stripAccents: true });
    });

    it('begins no more tasks than its processes can serve', () => {
      const bert = { ...loadBertModel({}), processes: 2 };
      const worker = { concurrency: 8 } as Parameters<typeof nerConcurrency>[0]['worker'];
      const engines = (ner: string[]) => ({ ocr: [], asr: [], llm: [], embed: [], ner });
      expect(nerConcurrency({ engines: engines(['rules', 'bert']), bert, worker })).to.equal(3);
      expect(nerConcurrency({ engines: engines(['rules']), bert, worker })).to.equal(8);
    });
  });

  it('leaves to the rules what a document defines, and takes short names for whom it names in full', async () => {
    const labels = { ...names, Vexit: 'I-ORG', Halor: 'I-PER', ZLP: 'I-ORG' };
    const stage = configuredNerStage(['rules', 'bert'], settingsOf({ labels }));
    const text =
      'Vexit Labs Inc. ("Vexit") sued Halor Trading LLC and Zorvan Lending Partners, Inc. ("ZLP"). Then Vexit paid Halor, and ZLP paid Threk.';
    const segment = { id: 's', ordinal: 0, kind: 'page' as const, text, charStart: 0, charEnd: text.length };
    try {
      const { rows } = await runStage(stage, 'ner', { sealed: { segments: [{ ...segment, engine: 'text' }] } });
      const last = rows.entityMentions.filter(({ charStart }) => charStart > text.indexOf('Then'));
      expect(last.map(row => [row.type, row.text, row.value])).to.deep.equal([
        ['ORGANIZATION', 'Vexit', 'Vexit Labs Inc.'],
        ['ORGANIZATION', 'Halor', 'Halor Trading LLC'],
        ['ORGANIZATION', 'ZLP', 'Zorvan Lending Partners, Inc.'],
        ['PERSON', 'Threk', 'Threk'],
      ]);
    } finally {
      await stage.close?.();
    }
  });

  for (const order of [
    ['rules', 'bert'],
    ['bert', 'rules'],
  ]) {
    it(`adds to the rules what they miss, as ${order.join(',')}, and every mention says who found it`, async () => {
      const settings = settingsOf({ labels: { ...names, March: 'I-PER', '564': 'I-ORG' } });
      const stage = configuredNerStage(order, settings);
      const text =
        'Janet T. Mills sued Vexit Labs in 564 F.3d 40 on March 3, 2024. The Chicago Zeitung wrote so. Zorvan Quillwick of Ostwald paid. Then Quillwick left, and Mills.';
      const segment = { id: 's', ordinal: 0, kind: 'page' as const, text, charStart: 0, charEnd: text.length };
      try {
        const { rows, end } = await runStage(stage, 'ner', { sealed: { segments: [{ ...segment, engine: 'text' }] } });
        expect(rows.entityMentions.map(row => [row.type, row.text, row.value, row.engine])).to.deep.equal([
          ['PERSON', 'Janet T. Mills', 'Janet T. Mills', 'rules'],
          ['ORGANIZATION', 'Vexit Labs', 'Vexit Labs', 'bert'],
          ['CASE_CITATION', '564 F.3d 40', '564 F.3d 40', 'rules'],
          ['DATE', 'March 3, 2024', '2024-03-03', 'rules'],
          ['ORGANIZATION', 'Chicago Zeitung', 'Chicago Zeitung', 'bert'],
          ['PERSON', 'Zorvan Quillwick', 'Zorvan Quillwick', 'bert'],
          ['LOCATION', 'Ostwald', 'Ostwald', 'bert'],
          ['PERSON', 'Quillwick', 'Zorvan Quillwick', 'bert'],
          ['PERSON', 'Mills', 'Janet T. Mills', 'rules'],
        ]);
        const model = configuredBert(settings).name;
        for (const row of rows.entityMentions) expect(row.model).to.equal(row.engine === 'bert' ? model : null);
        expect(end.outcome).to.include({ engine: 'rules+bert', model });
      } finally {
        await stage.close?.();
      }
    });
  }
});

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(new Error('the task ended')) };
}
