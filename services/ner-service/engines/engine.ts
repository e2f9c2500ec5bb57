/** What every engine for entity mentions offers, so that the stage need not know which one it drives. */
import type { MentionType } from '../../../shared/domain/rows.ts';

/** A mention within the text an engine was given: `text.slice(start, end)` names the entity. */
export interface FoundMention {
  type: MentionType;
  start: number;
  end: number;
  /** As `MentionRow.value`. */
  value: string;
  properties: Record<string, unknown>;
  /** 0 to 1. */
  score: number;
  /** Who found it, where that is not the engine that was asked but one that it asked. */
  by?: { engine: string; model?: string };
}

export interface FindOptions {
  /** `3/4/2024` is the third of April. Default: the fourth of March, as US courts write. */
  dayFirst?: boolean;
  /** Aborts when the task is to end; looked at between two steps of an engine that takes long. */
  signal?: AbortSignal;
}

/** An engine for entity mentions. */
export interface NerEngine {
  name: string;
  /** Changes when the same text may give other mentions. */
  version: string;
  model?: string;
  /** Mentions in one text (a chunk), by start, none overlapping another. The same text gives the same mentions. */
  find(text: string, options?: FindOptions): Promise<FoundMention[]>;
  /** Mentions in a whole document of what it names in full elsewhere, by start; for engines that go by names. */
  findAgain?(text: string, known: readonly KnownName[]): FoundMention[];
  close?(): Promise<void>;
}

/** A name the document gave in full somewhere, under which a shorter one is understood elsewhere. */
export interface KnownName {
  type: MentionType;
  /** The short form as it stands in the text: a surname, a defined name. */
  short: string;
  value: string;
}
