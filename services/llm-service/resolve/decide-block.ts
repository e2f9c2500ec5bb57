/** Decides which entities of a block are one. A pure function of the set of members and opinions: who came first says nothing. */
import type {
  BlockDecision,
  BlockMember,
  EntityBlock,
  EntityMerge,
  EntityReview,
} from '../../../shared/domain/resolution.ts';
import { derivedId } from '../../../shared/ids.ts';
import { decideKeys } from './decide-pair.ts';
import { same, unsure, type Verdict } from './verdict.ts';

/**
 * Larger blocks are not compared pair by pair, which costs the square of their size; nothing in them is merged by more than
 * its key. No matter of people and companies has 400 names that sound alike.
 */
const largestBlock = 400;
/** Pairs of a block that are listed for review, likeliest first: nobody looks at more of one name. */
const mostReviews = 200;

/** Raise it when names are decided otherwise: a merge says which rules made it. */
const version = '2';

type Pairs = Map<string, Verdict>;
const reviewId = (a: string, b: string): string => derivedId(a, 'review', b);
const pairKey = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

/**
 * Two entities become one only if the rules (or an opinion) call the pair the same, and every other entity that is the same as
 * one of them is the same as the other. So nothing is merged through a third that fits both: "R. Herrmann" beside Rudolf and
 * Robert stays apart, as does "Robert Chen" beside Jr. and Sr. What stays apart for such a reason, or because the rules are
 * unsure, is listed for review.
 */
export function decideBlock({ block, stamp, members, opinions }: EntityBlock): BlockDecision {
  if (members.length > largestBlock) return { block, stamp, merges: [], reviews: [], oversize: true, judged: [] };
  const sorted = members.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const pairs = comparePairs(sorted);
  for (const { a, b, verdict } of opinions) applyOpinion(pairs, pairKey(a, b), verdict);
  const neighbours = neighboursOf(sorted, pairs);
  const ambiguous = new Set(sorted.map(({ id }) => id).filter(id => isAmbiguous(id, neighbours)));
  const merges = clusters(sorted, neighbours, ambiguous).flatMap(cluster => mergesOf(cluster, pairs));
  const root = new Map(merges.map(({ id, into }) => [id, into]));
  const isOpen = (a: string, b: string) => (root.get(a) ?? a) !== (root.get(b) ?? b);
  const judged = opinions.map(({ a, b }) => reviewId(a, b));
  return { block, stamp, merges, reviews: reviewsOf(pairs, isOpen), oversize: false, judged };
}

/** Only pairs of which something is to be said. */
function comparePairs(members: readonly BlockMember[]): Pairs {
  const pairs: Pairs = new Map();
  for (const [at, a] of members.entries()) {
    for (const b of members.slice(at + 1)) {
      const verdict = compare(a, b);
      if (verdict.verdict !== 'different') pairs.set(pairKey(a.id, b.id), verdict);
    }
  }
  return pairs;
}

/** A judge and a person of one name may be two people: never merged by rule, but worth a look. */
function compare(a: BlockMember, b: BlockMember): Verdict {
  if (a.type === b.type) return decideKeys(a.type, a.key, b.key);
  const verdict = a.key === b.key ? same(1, 'same-normalised-name') : decideKeys(a.type, a.key, b.key);
  return verdict.verdict === 'same' ? unsure(verdict.score / 2, 'judge-and-person') : verdict;
}

function applyOpinion(pairs: Pairs, key: string, opinion: Verdict['verdict']): void {
  const known = pairs.get(key);
  if (known === undefined || opinion === 'unsure') return;
  if (opinion === 'same') pairs.set(key, same(known.score, known.reason));
  else pairs.delete(key);
}

function neighboursOf(members: readonly BlockMember[], pairs: Pairs): Map<string, Set<string>> {
  const neighbours = new Map(members.map(({ id }) => [id, new Set<string>()]));
  for (const [key, { verdict }] of pairs) {
    if (verdict !== 'same') continue;
    const [a, b] = key.split(' ') as [string, string];
    neighbours.get(a)?.add(b);
    neighbours.get(b)?.add(a);
  }
  return neighbours;
}

/** True if two that are the same as this one are not the same as each other. */
function isAmbiguous(id: string, neighbours: Map<string, Set<string>>): boolean {
  const own = [...(neighbours.get(id) ?? [])];
  return own.some((a, at) => own.slice(at + 1).some(b => !neighbours.get(a)?.has(b)));
}

/** Without the ambiguous ones all that hangs together is the same pair by pair: a path of three would have an ambiguous middle. */
function clusters(
  members: readonly BlockMember[],
  neighbours: Map<string, Set<string>>,
  ambiguous: ReadonlySet<string>,
): BlockMember[][] {
  const seen = new Set<string>();
  const byId = new Map(members.map(member => [member.id, member]));
  return members.flatMap(member => {
    if (ambiguous.has(member.id) || seen.has(member.id)) return [];
    const ids = [member.id, ...[...(neighbours.get(member.id) ?? [])].filter(id => !ambiguous.has(id))];
    for (const id of ids) seen.add(id);
    return [ids.map(id => byId.get(id) as BlockMember)];
  });
}

/** The root is the one whose name says most: the longest key, then the smallest id. */
function mergesOf(cluster: readonly BlockMember[], pairs: Pairs): EntityMerge[] {
  const [root, ...others] = cluster.toSorted((a, b) => b.key.length - a.key.length || (a.id < b.id ? -1 : 1));
  if (!root) return [];
  return others.map(({ id }) => {
    const { score, reason } = pairs.get(pairKey(id, root.id)) as Verdict;
    return { id, into: root.id, decidedBy: { rule: 'names', version, score, reason, pair: [id, root.id] } };
  });
}

function reviewsOf(pairs: Pairs, isOpen: (a: string, b: string) => boolean): EntityReview[] {
  const open = [...pairs].flatMap(([key, { verdict, score, reason }]) => {
    const [a, b] = key.split(' ') as [string, string];
    if (!isOpen(a, b)) return [];
    return [{ id: reviewId(a, b), a, b, score, reason: verdict === 'same' ? 'ambiguous' : reason }];
  });
  return open.sort((x, y) => y.score - x.score || (x.id < y.id ? -1 : 1)).slice(0, mostReviews);
}
