/** The paths a document may take through its history: a small automaton over the events, written down apart from the record. */
import { pipeline } from '../../../queues/pipeline.ts';
import type { StageName } from '../../../shared/domain/stage.ts';

export interface HistoryEvent {
  kind: string;
  data: Record<string, unknown>;
}

/** Where a document stands after an event. */
interface Standing {
  /** As in `documents.state`. */
  state: string;
  generation: number;
  /** Stages one of which has to come next; none when the last has been sealed. */
  next: readonly StageName[];
  /** The end that has to follow at once, if one has. */
  must?: readonly string[];
  /** A child that could not be had may be accepted once more. */
  neverRead?: boolean;
}

const firstStages: readonly StageName[] = ['ocr', 'asr'];
const ends = ['completed', 'completed_partial'];

/** The state a document has after this history; undefined, with the number of the event, if no document can have it. */
export function followHistory(events: readonly HistoryEvent[]): { state: string } | { illegalAt: number } {
  let at: Standing | undefined;
  for (const [i, event] of events.entries()) {
    at = step(at, event);
    if (!at) return { illegalAt: i + 1 };
  }
  return at && !at.must ? { state: at.state } : { illegalAt: events.length };
}

function step(at: Standing | undefined, event: HistoryEvent): Standing | undefined {
  const { kind, data } = event;
  if (!at) return kind === 'document.accepted' ? accepted(data) : undefined;
  if (at.must) return at.must.includes(kind) ? ended(at, kind) : undefined;
  return at.state === 'processing' ? stepOpen(at, event) : stepEnded(at, event);
}

const accepted = ({ state }: Record<string, unknown>): Standing | undefined => {
  if (state === 'processing') return { state, generation: 1, next: firstStages };
  if (state === 'duplicate' || state === 'excluded') return { state, generation: 0, next: [] };
  return state === 'failed' ? { state, generation: 0, next: [], neverRead: true } : undefined;
};

const ended = (at: Standing, kind: string): Standing => ({
  state: kind.replace('document.', ''),
  generation: at.generation,
  next: at.next,
});

/** A document in progress: tasks of the stage whose turn it is, of the generation that is being made. */
function stepOpen(at: Standing, { kind, data }: HistoryEvent): Standing | undefined {
  const stage = at.next.find(name => name === data.stage);
  const isTurn = stage !== undefined && data.generation === at.generation;
  const after = (): readonly StageName[] => (stage && pipeline[stage].next ? [pipeline[stage].next] : []);
  switch (kind) {
    case 'task.failed':
    case 'lease.expired':
      // A stage is known by its first task that is heard of.
      return isTurn ? { ...at, next: [stage] } : undefined;
    case 'stage.done':
      return isTurn ? { ...at, next: after() } : undefined;
    case 'stage.failed':
      if (!isTurn) return undefined;
      return pipeline[stage].required ? { ...at, next: [stage], must: ['document.failed'] } : { ...at, next: after() };
    case 'child.changed':
      return at;
    case 'document.completed':
    case 'document.completed_partial':
      return at.next.length === 0 ? ended(at, kind) : undefined;
    case 'document.cancelled':
      return ended(at, kind);
    case 'run.cancelled':
      return { ...at, must: ends.map(state => `document.${state}`) };
    case 'document.reprocess':
      return reprocessed(at, data);
    default:
      return undefined;
  }
}

/** A document that has ended: only a person, or the end of the document it is a copy of, opens it again. */
function stepEnded(at: Standing, { kind, data }: HistoryEvent): Standing | undefined {
  switch (kind) {
    case 'document.retry': {
      const stage = at.next.find(name => name === data.stage);
      const isSame = at.state === 'failed' && stage !== undefined && data.generation === at.generation;
      return isSame ? { state: 'processing', generation: at.generation, next: [stage] } : undefined;
    }
    case 'document.reprocess':
      return at.generation > 0 ? reprocessed(at, data) : undefined;
    case 'document.promoted':
      return at.state === 'duplicate' ? { state: 'processing', generation: 1, next: firstStages } : undefined;
    case 'document.accepted':
      return at.neverRead ? accepted(data) : undefined;
    default:
      return undefined;
  }
}

function reprocessed(at: Standing, { from, generation }: Record<string, unknown>): Standing | undefined {
  if (generation !== at.generation + 1 || typeof from !== 'string' || !(from in pipeline)) return undefined;
  return { state: 'processing', generation, next: [from as StageName] };
}
