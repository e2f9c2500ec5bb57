/** Reads the labels of a token classifier: which types of mentions they are, and which of them begin one. */
import type { MentionType } from '../domain/rows.ts';
import { PipelineError } from '../errors.ts';

export interface Label {
  /** Null: no mention, or one of a kind that is left out. */
  type: MentionType | null;
  /** Begins a mention also after a word of the same type. */
  begins: boolean;
}

/**
 * What the names of labels mean. MISC of CoNLL-2003 is left out on purpose: it is nationalities, events and titles of works in
 * one, which is no type of ours.
 */
const meanings: Readonly<Record<string, MentionType | null>> = {
  PER: 'PERSON',
  PERSON: 'PERSON',
  ORG: 'ORGANIZATION',
  ORGANIZATION: 'ORGANIZATION',
  LOC: 'LOCATION',
  LOCATION: 'LOCATION',
  GPE: 'LOCATION',
  MISC: null,
};

/** Labels by id, from `id2label` of `config.json`. Throws `X_CONFIG` for one without a meaning: it would be lost without a word. */
export function readLabels(id2label: unknown): Label[] {
  const names = Object.entries((id2label ?? {}) as Record<string, unknown>);
  const byId = names.map(([id, name]) => ({ id: Number(id), name: String(name) })).sort((a, b) => a.id - b.id);
  if (byId.length < 2 || byId.some(({ id }, at) => id !== at)) throw refuse('has no id2label with ids from 0 on');
  const unknown = byId.filter(({ name }) => meaningOf(name) === undefined);
  if (unknown.length > 0) {
    const known = `O, or B- and I- with one of ${Object.keys(meanings).join(', ')}`;
    throw refuse(
      `has labels without a meaning here: ${unknown.map(({ name }) => name).join(', ')}; known are ${known}`,
    );
  }
  const labels = byId.map(({ name }) => meaningOf(name) as Label);
  if (labels.every(({ type }) => type === null)) throw refuse('has no label for persons, organisations or places');
  return labels;
}

function meaningOf(name: string): Label | undefined {
  if (name === 'O') return { type: null, begins: false };
  const [, scheme, kind = ''] = /^([BI])-(.+)$/.exec(name) ?? [];
  if (scheme === undefined || !Object.hasOwn(meanings, kind)) return undefined;
  return { type: meanings[kind] ?? null, begins: scheme === 'B' };
}

const refuse = (what: string) => new PipelineError('X_CONFIG', `NER_BERT_MODEL: config.json ${what}`);
