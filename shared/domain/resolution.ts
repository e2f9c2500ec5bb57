/** The second layer of resolution: what is known of a block of canonical entities, and what is decided about it. */
import type { MentionType } from './rows.ts';

/** A canonical entity as far as its block is concerned: the decision depends on nothing else. */
export interface BlockMember {
  id: string;
  type: MentionType;
  key: string;
}

/** What an engine or a person said about a pair the rules are unsure of; `a` is the smaller id. */
export interface PairOpinion {
  a: string;
  b: string;
  verdict: 'same' | 'different' | 'unsure';
}

/** Entities of a project that are compared with one another, as they stood when `stamp` was made. */
export interface EntityBlock {
  block: string;
  /** Changes whenever members or opinions do: the record takes a decision only while it holds. */
  stamp: string;
  /** By id. */
  members: BlockMember[];
  opinions: PairOpinion[];
  /** One member, and nothing that an earlier decision left: there is nothing to write. */
  idle: boolean;
}

/** One entity that is another: `into` is a root, which is merged into nothing itself. */
export interface EntityMerge {
  id: string;
  into: string;
  /** Rule, score, reason, and with which member the pair was decided. */
  decidedBy: Record<string, unknown>;
}

/** Two entities that may be one, for a person to look at; `a` is the smaller id. */
export interface EntityReview {
  id: string;
  a: string;
  b: string;
  score: number;
  reason: string;
}

/** All that is decided about a block. */
export interface BlockDecision {
  block: string;
  stamp: string;
  merges: EntityMerge[];
  reviews: EntityReview[];
  /** More members than are compared: none of them is merged, none reviewed. */
  oversize: boolean;
  /** Ids of the reviews somebody has given an opinion on. */
  judged: string[];
}

/** An entity with the words around one mention of it, for an engine that judges pairs. */
export interface EntityContext {
  id: string;
  type: MentionType;
  name: string;
  aliases: string[];
  context: string;
}

/** An opinion of an engine on a review. */
export interface EngineOpinion extends PairOpinion {
  /** The id of the review. */
  id: string;
  decidedBy: { engine: string; model?: string; version: string; reason: string };
}

/** How resolution sees the entities of its project. */
export interface EntityBlocks {
  /** Blocks by name; those without members are left out. */
  read(blocks: readonly string[]): Promise<EntityBlock[]>;
  /** Writes decisions, under the lock of the project's entities; answers the blocks that had changed, which are as they were. */
  decide(decisions: readonly BlockDecision[]): Promise<string[]>;
  /** The words around one mention of each of these entities; those without a mention are left out. */
  contexts(entityIds: readonly string[]): Promise<EntityContext[]>;
  /** Keeps what an engine said; reviews that are no longer there are passed over. */
  judge(opinions: readonly EngineOpinion[]): Promise<void>;
}
