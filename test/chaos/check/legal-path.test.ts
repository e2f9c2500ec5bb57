import { expect } from 'chai';
import { followHistory, type HistoryEvent } from './legal-path.ts';

/** `kind stage generation`, or `document.accepted state`. */
const history = (...lines: string[]): HistoryEvent[] =>
  lines.map(line => {
    const [kind = '', word, number] = line.split(' ');
    const generation = number === undefined ? {} : { generation: Number(number) };
    const key = kind === 'document.accepted' ? 'state' : kind === 'document.reprocess' ? 'from' : 'stage';
    return { kind, data: { ...(word && { [key]: word }), ...generation } };
  });

const read = ['ocr', 'ner', 'llm', 'relationship'].map(stage => `stage.done ${stage} 1`);
const open = 'document.accepted processing';
const copy = 'document.accepted duplicate';
const completed = [open, ...read, 'document.completed'];

const legal: [what: string, events: string[], state: string][] = [
  ['a document that is read', completed, 'completed'],
  ['one that is being read', [open, 'stage.done ocr 1', 'task.failed ner 1', 'lease.expired ner 1'], 'processing'],
  ['a copy', [copy], 'duplicate'],
  ['a recording', [open, 'stage.done asr 1', ...read.slice(1), 'document.completed'], 'completed'],
  ['one that fails', [open, 'task.failed ocr 1', 'stage.failed ocr 1', 'document.failed'], 'failed'],
  [
    'one that lacks its facts',
    [open, ...read.slice(0, 2), 'stage.failed llm 1', 'stage.done relationship 1', 'document.completed_partial'],
    'completed_partial',
  ],
  [
    'one that is read again',
    [...completed, 'document.reprocess llm 2', 'stage.done llm 2', 'stage.done relationship 2', 'document.completed'],
    'completed',
  ],
  [
    'one that is retried',
    [open, 'stage.failed ocr 1', 'document.failed', 'document.retry ocr 1', ...read, 'document.completed'],
    'completed',
  ],
  ['a copy that is read in its place', [copy, 'document.promoted', ...read, 'document.completed'], 'completed'],
  [
    'one that is cancelled and read after all',
    [open, 'document.cancelled', 'document.reprocess ocr 2', 'stage.done ocr 2'],
    'processing',
  ],
  [
    'a rerun that is cancelled',
    [...completed, 'document.reprocess ocr 2', 'run.cancelled', 'document.completed'],
    'completed',
  ],
  ['a child that can be had in the end', ['document.accepted failed', open], 'processing'],
];

const illegal: [what: string, events: string[], at: number][] = [
  ['that begins with anything else', ['stage.done ocr 1'], 1],
  ['that is accepted twice', [open, open], 2],
  ['of a copy that is accepted again', [copy, open], 2],
  ['that seals a stage twice', [open, 'stage.done ocr 1', 'stage.done ocr 1'], 3],
  ['that leaves a stage out', [open, 'stage.done ocr 1', 'stage.done llm 1'], 3],
  ['that begins with a later stage', [open, 'stage.done ner 1'], 2],
  ['of another generation', [open, 'stage.done ocr 2'], 2],
  ['in which a stage that is over fails', [open, 'stage.done ocr 1', 'task.failed ocr 1'], 3],
  ['that ends before its last stage', [...completed.slice(0, 4), 'document.completed'], 5],
  ['that ends twice', [...completed, 'document.completed'], completed.length + 1],
  ['that works on after its end', [...completed, 'lease.expired llm 1'], completed.length + 1],
  ['that goes on after a required stage failed', [open, 'stage.failed ocr 1', 'stage.done ner 1'], 3],
  ['that stops there', [open, 'stage.failed ocr 1'], 2],
  ['that fails without a stage', [open, 'document.failed'], 2],
  ['that is retried though it did not fail', [...completed, 'document.retry llm 1'], completed.length + 1],
  ['that skips a generation', [...completed, 'document.reprocess ocr 3'], completed.length + 1],
  ['in which a document that is no copy is promoted', [...completed, 'document.promoted'], completed.length + 1],
  ['with an event nobody knows', [open, 'document.lost'], 2],
  ['without an event', [], 0],
];

describe('the legal paths of a document', () => {
  for (const [what, events, state] of legal) {
    it(`lead ${what} to its state`, () => expect(followHistory(history(...events))).to.deep.equal({ state }));
  }
  for (const [what, events, illegalAt] of illegal) {
    it(`know no history ${what}`, () => expect(followHistory(history(...events))).to.deep.equal({ illegalAt }));
  }
});
