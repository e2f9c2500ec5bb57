import { expect } from 'chai';
import fc from 'fast-check';
import type { MentionType } from '../../../shared/domain/rows.ts';
import { chunksOf, mentionsOf } from '../../../test/support/rows.ts';
import { resolve } from './base-entities.ts';

const projectId = '0190a0a0-0000-7000-8000-000000000001';
const first = { id: '0190a0a0-0000-7000-8000-00000000000a', projectId };
const second = { id: '0190a0a0-0000-7000-8000-00000000000b', projectId };

const mentionsIn = (...said: [MentionType, string, string?][]) => {
  const text = said.map(([, words]) => words).join(' ; ');
  return mentionsOf(text, chunksOf(text), ...said);
};

describe('resolve', () => {
  it('joins spellings of one name, in one document and across the project', () => {
    const here = resolve(first, mentionsIn(['ORGANIZATION', 'ACME CORP.'], ['ORGANIZATION', 'Acme Corporation']));
    const there = resolve(second, mentionsIn(['ORGANIZATION', 'Acme Corp']));
    expect(here.entities).to.have.length(1);
    expect(here.entities[0]).to.deep.include({
      key: 'acme corp',
      name: 'Acme Corporation',
      aliases: ['ACME CORP.', 'Acme Corporation'],
      decidedBy: { rule: 'same-normalised-name', key: 'acme corp' },
    });
    expect(here.links).to.have.length(2);
    expect(there.entities[0]?.id).to.equal(here.entities[0]?.id);
  });

  it('keeps types, projects and exact values apart', () => {
    const { entities } = resolve(
      first,
      mentionsIn(
        ['PERSON', 'Paris Hill'],
        ['LOCATION', 'Paris Hill'],
        ['DATE', 'May 1', '2020-05-01'],
        ['DATE', 'May 2', '2020-05-02'],
      ),
    );
    expect(new Set(entities.map(({ id }) => id)).size).to.equal(4);
    const elsewhere = resolve({ ...first, projectId: second.id }, mentionsIn(['PERSON', 'Paris Hill']));
    expect(entities.map(({ id }) => id)).not.to.include(elsewhere.entities[0]?.id);
  });

  it('gives a date and an amount their value as name', () => {
    const { entities } = resolve(first, mentionsIn(['MONEY', '$1.5 million', 'USD 1500000.00']));
    expect(entities[0]).to.deep.include({
      name: 'USD 1500000.00',
      decidedBy: { rule: 'same-value', key: 'USD 1500000.00' },
    });
  });

  it('takes the hyphen at the end of a line for no part of a name', () => {
    const { entities } = resolve(first, mentionsIn(['ORGANIZATION', 'Interna-\n  tional Bank', 'International Bank']));
    expect(entities[0]?.aliases).to.deep.equal(['International Bank']);
  });

  it('takes the line number of a transcript for no part of a name', () => {
    const { entities } = resolve(
      first,
      mentionsIn(['ORGANIZATION', 'Tide\n 7   Coatings, Inc.', 'Tide Coatings, Inc.']),
    );
    expect(entities[0]?.aliases).to.deep.equal(['Tide Coatings, Inc.']);
  });

  it('does not take a lone surname of two documents for one person', () => {
    const smith = mentionsIn(['PERSON', 'Mr. Smith', 'Smith'], ['PERSON', 'SMITH']);
    expect(resolve(first, smith).entities).to.have.length(1);
    expect(resolve(first, smith).entities[0]?.decidedBy).to.include({ within: 'document' });
    expect(resolve(first, smith).entities[0]?.id).not.to.equal(resolve(second, smith).entities[0]?.id);
  });

  it('does not take an "Id." that nobody could resolve, of two documents, for one authority', () => {
    const cited = (form: string, more: object = {}) =>
      mentionsIn(['CASE_CITATION', 'Id. at 5']).map(mention => ({ ...mention, properties: { form, ...more } }));
    const idOf = (document: typeof first, form: string, more?: object) =>
      resolve(document, cited(form, more)).entities[0]?.id;
    for (const form of ['id', 'supra']) expect(idOf(first, form)).not.to.equal(idOf(second, form));
    expect(idOf(first, 'id', { refersTo: '550 U.S. 544' })).to.equal(idOf(second, 'id', { refersTo: '550 U.S. 544' }));
    expect(idOf(first, 'full')).to.equal(idOf(second, 'full'));
  });

  it('counts what has no name left', () => {
    const { entities, links, unresolved } = resolve(first, mentionsIn(['PERSON', '---']));
    expect({ entities, links, unresolved }).to.deep.equal({ entities: [], links: [], unresolved: 1 });
  });

  it('comes out the same in whatever order the mentions arrive', () => {
    const mentions = mentionsIn(
      ['PERSON', 'Ann Roe'],
      ['PERSON', 'ANN ROE'],
      ['PERSON', 'Ann  Roe'],
      ['COURT', 'Tax Court'],
      ['DATE', 'x', '2020'],
    );
    const expected = resolve(first, mentions);
    fc.assert(
      fc.property(fc.shuffledSubarray(mentions, { minLength: mentions.length }), shuffled => {
        const { entities, links } = resolve(first, shuffled);
        expect(entities).to.deep.equal(expected.entities);
        expect(links).to.have.deep.members(expected.links);
      }),
    );
  });
});
