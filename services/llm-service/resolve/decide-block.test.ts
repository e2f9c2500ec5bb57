import { expect } from 'chai';
import fc from 'fast-check';
import type { BlockMember, PairOpinion } from '../../../shared/domain/resolution.ts';
import type { MentionType } from '../../../shared/domain/rows.ts';
import { derivedId } from '../../../shared/ids.ts';
import { decideBlock } from './decide-block.ts';
import { entityKey } from './entity-key.ts';

const project = '0190a0a0-0000-7000-8000-000000000001';

const memberOf = (name: string, type: MentionType = 'PERSON'): BlockMember => {
  const key = entityKey(type, name);
  return { id: derivedId(project, 'entity', type, key), type, key };
};

/** The groups of names that came out as one, and the reasons of what is open. */
function decide(members: BlockMember[], opinions: PairOpinion[] = []) {
  const { merges, reviews } = decideBlock({ block: 'b', stamp: 's', members, opinions, idle: false });
  const root = new Map(merges.map(({ id, into }) => [id, into]));
  const groups = Map.groupBy(members, ({ id }) => root.get(id) ?? id);
  return {
    merges,
    reviews,
    groups: [...groups.values()]
      .map(group => group.map(({ key }) => key).sort())
      .sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1)),
  };
}
const persons = (...names: string[]) => names.map(name => memberOf(name));

describe('decide block', () => {
  it('merges what is the same pair by pair, into the fullest name, and says why', () => {
    const { merges, reviews, groups } = decide(
      persons('Rudolf J. Herrmann', 'Herrmann, Rudolf John', 'Rudolf Herrmann'),
    );
    expect(groups).to.deep.equal([['rudolf herrmann', 'rudolf j herrmann', 'rudolf john herrmann']]);
    expect(new Set(merges.map(({ into }) => into))).to.deep.equal(new Set([memberOf('Rudolf John Herrmann').id]));
    expect(merges[0]?.decidedBy).to.have.keys('rule', 'version', 'score', 'reason', 'pair');
    expect(reviews).to.deep.equal([]);
  });

  it('merges nothing through a third that fits both, and lists it', () => {
    const { groups, reviews } = decide(persons('Rudolf Herrmann', 'Robert Herrmann', 'R. Herrmann'));
    expect(groups).to.have.length(3);
    expect(reviews.map(({ reason }) => reason)).to.deep.equal(['ambiguous', 'ambiguous']);
  });

  it('keeps father, son and who may be either apart', () => {
    expect(decide(persons('Robert Chen, Jr.', 'Robert Chen, Sr.', 'Robert Chen')).groups).to.have.length(3);
  });

  it('merges around the ambiguous one', () => {
    const { groups } = decide(persons('Rudolf J. Herrmann', 'Rudolf John Herrmann', 'Robert Herrmann', 'R. Herrmann'));
    expect(groups).to.deep.include(['rudolf j herrmann', 'rudolf john herrmann']).and.to.have.length(3);
  });

  it('keeps a judge and a person of one name apart, and lists them', () => {
    const { groups, reviews } = decide([memberOf('Kenneth M. Switzer'), memberOf('Kenneth M. Switzer', 'JUDGE')]);
    expect(groups).to.have.length(2);
    expect(reviews).to.have.length(1);
    expect(reviews[0]?.reason).to.equal('judge-and-person');
  });

  it('follows an opinion on what the rules are unsure of, and on nothing else', () => {
    const members = persons('Stephen Okafor', 'Steven Okafor', 'Jane Okafor').sort((a, b) => (a.id < b.id ? -1 : 1));
    const all = members.flatMap((a, at) => members.slice(at + 1).map(b => ({ a: a.id, b: b.id })));
    expect(decide(members).groups).to.have.length(3);
    expect(
      decide(
        members,
        all.map(pair => ({ ...pair, verdict: 'same' })),
      ).groups,
    ).to.deep.equal([['jane okafor'], ['stephen okafor', 'steven okafor']]);
    expect(
      decide(
        members,
        all.map(pair => ({ ...pair, verdict: 'different' })),
      ).reviews,
    ).to.deep.equal([]);
  });

  it('compares nobody in a block of more than 400, and says so; takes a block of 400 in a few seconds', () => {
    const given = (n: number) =>
      [...String(n).padStart(3, '0')].map(digit => 'abcdefghij'.charAt(Number(digit))).join('');
    const crowd = (size: number) =>
      persons(...Array.from({ length: size }, (_, n) => `${given(n)} ${given(n % 7)} Herrmann`));
    expect(decideBlock({ block: 'b', stamp: 's', members: crowd(401), opinions: [], idle: false })).to.deep.equal({
      ...{ block: 'b', stamp: 's', merges: [], reviews: [], oversize: true, judged: [] },
    });
    const startedAt = performance.now();
    const alike = [...crowd(390), ...persons('a Herrmann', 'b Herrmann', 'aaa Herrmann')];
    expect(decideBlock({ block: 'b', stamp: 's', members: alike, opinions: [], idle: false }).oversize).to.equal(false);
    expect(performance.now() - startedAt).to.be.lessThan(20_000);
  }).timeout(30_000);

  const name = fc
    .tuple(
      fc.constantFrom('Rudolf', 'Robert', 'R.', 'Bob', 'Rudolph'),
      fc.constantFrom('', 'J.', 'John', 'James', 'K.'),
      fc.constantFrom('Herrmann', 'Hermann'),
      fc.constantFrom('', 'Jr.', 'Sr.'),
    )
    .map(words => words.filter(Boolean).join(' '));
  const members = fc
    .uniqueArray(name, { maxLength: 12, selector: text => entityKey('PERSON', text) })
    .map(list => persons(...list));

  it('does not depend on the order of the members', () => {
    fc.assert(
      fc.property(
        members.chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const [one, other] = [list, shuffled].map(given =>
            decideBlock({ block: 'b', stamp: '', members: given, opinions: [], idle: false }),
          );
          expect(other?.reviews).to.deep.equal(one?.reviews);
          expect(other?.merges).to.have.deep.members(one?.merges ?? []);
        },
      ),
    );
  });

  it('merges into roots only, and never two that the rules tell apart', () => {
    fc.assert(
      fc.property(members, list => {
        const { merges, groups } = decide(list);
        const merged = new Set(merges.map(({ id }) => id));
        expect(merges.every(({ into }) => !merged.has(into))).to.equal(true);
        for (const group of groups) {
          // Bob is Robert where a middle name agrees.
          const given = new Set(
            group.map(key => key.split(' ')[0]?.replace('bob', 'robert')).filter(word => word !== 'r'),
          );
          expect(
            [...given].every(word => [...given].every(other => word === other)),
            group.join('; '),
          ).to.equal(true);
        }
      }),
    );
  });
});
