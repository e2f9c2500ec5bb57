/** Joins what the families of rules found into mentions that do not overlap. */
import type { FoundMention } from '../engine.ts';

/** Stands in for text that already belongs to a mention; no rule matches it. */
const filler = '\ue000';

/**
 * Mentions by start, none overlapping: of two that do, the one that came first in `found` stays. So the order of the
 * families decides: a date inside a citation is part of the citation.
 */
export function withoutOverlaps(found: readonly FoundMention[]): FoundMention[] {
  const kept: FoundMention[] = [];
  for (const mention of found) {
    const at = insertionPoint(kept, mention.start);
    const before = kept[at - 1];
    const after = kept[at];
    if (before && before.end > mention.start) continue;
    if (after && after.start < mention.end) continue;
    kept.splice(at, 0, mention);
  }
  return kept;
}

function insertionPoint(sorted: readonly FoundMention[], start: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as FoundMention).start < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `text` with every mention blotted out; offsets stay as they are. `mentions` are by start and do not overlap. */
export function mask(text: string, mentions: readonly FoundMention[]): string {
  let masked = '';
  let done = 0;
  for (const { start, end } of mentions) {
    masked += text.slice(done, start) + filler.repeat(end - start);
    done = end;
  }
  return masked + text.slice(done);
}
