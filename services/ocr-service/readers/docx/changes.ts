/** Follows tracked changes: what is inserted is text, what is deleted stands beside it. */
import type { Draft } from './block.ts';
import type { Attributes } from './xml.ts';

export type ChangeKind = 'insertion' | 'deletion' | 'move-to' | 'move-from';

/** As it ends up in `segments.properties.changes`. The date is as written: often local time marked as UTC. */
export interface Change {
  kind: ChangeKind;
  author?: string;
  date?: string;
  /** Of what is not in the text. */
  text?: string;
}

export interface Changes {
  open(kind: ChangeKind, attributes: Attributes): void;
  close(): void;
  /** The change that took the present text away, if one did. */
  gone(): Change | undefined;
  /** The change that brought it. */
  come(): Change | undefined;
  /** Keeps text that is gone, at the place where it stood. */
  keep(draft: Draft, change: Change, text: string): void;
}

export function createChanges(): Changes {
  const stack: Change[] = [];
  let last: { change: Change; draft: Draft; at: number; kept: Change } | undefined;
  return {
    open(kind, { 'w:author': author, 'w:date': date }) {
      stack.push({ kind, ...(author && { author }), ...(date && { date }) });
    },
    close: () => void stack.pop(),
    gone: () => stack.find(isGone),
    come: () => stack.findLast(change => !isGone(change)),
    keep(draft, change, text) {
      const at = draft.text.length;
      if (last?.change === change && last.draft === draft && last.at === at) {
        last.kept.text += text;
        return;
      }
      const kept = { ...change, text };
      draft.spans.push({ layer: 'changes', start: at, end: at, value: kept });
      last = { change, draft, at, kept };
    },
  };
}

const isGone = ({ kind }: Change): boolean => kind === 'deletion' || kind === 'move-from';
