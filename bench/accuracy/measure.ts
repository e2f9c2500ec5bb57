/** Takes labelled records through the stages and adds up every measure. */
import type { Truth } from '../../samples/truth.ts';
import { sideBySide } from '../../shared/side-by-side.ts';
import { type BuildScores, buildRules, noBuildScores, scoreBuild } from './build.ts';
import { type EntityScores, noEntityScores, type Slip, scoreEntities } from './entities.ts';
import { type FactScores, noFactScores, scoreFacts } from './facts.ts';
import { addDecision, noPairScores, type PairScores, scorePairs } from './pairs.ts';
import type { LoadedRecord, NamePair } from './record.ts';
import type { Produced } from './run-record.ts';

/** All that was measured of one collection. */
export interface Measured {
  title: string;
  records: number;
  /** Files from which nothing came, with the code. Their truth counts as missed. */
  failures: { record: string; code: string }[];
  entities: EntityScores;
  facts: FactScores;
  build: BuildScores;
  pairs: PairScores;
}

/** Two at a time, so that pictures are read while rules run. */
const sideBySideRecords = 2;

/** Runs every record of a collection and adds what `also` says of what came out. */
export async function measure(
  title: string,
  { records, pairs }: { records: LoadedRecord[]; pairs: NamePair[] },
  run: (record: LoadedRecord) => Promise<Produced>,
  also: (results: Map<string, Produced>, scores: PairScores) => void = () => {},
): Promise<Measured> {
  const measured: Measured = {
    title,
    records: records.length,
    failures: [],
    entities: noEntityScores(),
    facts: noFactScores(),
    build: noBuildScores(),
    pairs: noPairScores(),
  };
  const results = new Map<string, Produced>();
  const all = await sideBySide(records, sideBySideRecords, run);
  for (const [index, record] of records.entries()) {
    const produced = all[index] as Produced;
    results.set(record.name, produced);
    if (produced.failure) measured.failures.push({ record: record.name, code: produced.failure });
    scoreEntities(measured.entities, record, produced);
    scoreFacts(measured.facts, record, produced);
    scoreBuild(measured.build, record, produced);
  }
  scorePairs(measured.pairs, pairs, title);
  also(results, measured.pairs);
  return measured;
}

const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Pairs of places of the matter, decided by the entity each mention was given. A place without a mention is apart from all. */
export function scoreMatterPairs(truth: Truth, results: Map<string, Produced>, scores: PairScores): void {
  const entityAt = ({ file, text }: { file: string; text: string }): string | undefined => {
    const produced = results.get(file);
    const mention = produced?.mentions.find(one => flat(one.text) === flat(text));
    return mention && produced?.entityOf.get(mention.id);
  };
  const decide = (pairs: Truth['sameEntity'], same: boolean) => {
    for (const { a, b, why } of pairs) {
      const [one, other] = [entityAt(a), entityAt(b)];
      const isOne = one !== undefined && one === other;
      addDecision(scores, same, isOne ? 'same' : 'different', `${a.text} / ${b.text} (${why})`, a.file);
    }
  };
  decide(truth.sameEntity, true);
  decide(truth.differentEntity, false);
}

/** Everything that went wrong, in the order it was measured. */
export const slipsOf = ({ entities, facts, build, pairs }: Measured): Slip[] => [
  ...entities.slips,
  ...facts.slips,
  ...build.slips,
  ...pairs.slips,
];

/** The rules that a collection says something about. */
export const rulesOf = ({ build }: Measured) =>
  buildRules.flatMap(rule => {
    const share = build.byRule.get(rule);
    return share ? [{ rule, share }] : [];
  });
