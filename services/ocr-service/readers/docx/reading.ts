/** The state of reading one part: where text goes, how it is set, and what it is part of. */
import { append, type Span } from './block.ts';
import { type Changes, createChanges } from './changes.ts';
import type { Findings } from './findings.ts';
import { createFlow, type Flow } from './flow.ts';
import type { Attributes } from './xml.ts';

/** `margin`: where page numbers are fields of the page and not of the text. */
export type StoryKind = 'body' | 'margin' | 'aside';

/** How the present run is set. */
export interface Run {
  bold: boolean;
  hidden: boolean;
  font: string;
}

export interface Reading {
  kind: StoryKind;
  findings: Findings;
  changes: Changes;
  /** Names of the open elements, outermost first. */
  path: string[];
  run: Run;
  /** Characters met so far, shown or not. */
  met: number;
  /** The innermost story: a box within a note within the body. Undefined outside all. */
  flow(): Flow | undefined;
  openFlow(isAside: boolean): void;
  closeFlow(): Flow | undefined;
  /** Puts text where it belongs; `spans` say more of it. */
  emit(text: string, spans?: readonly Pick<Span, 'layer' | 'value'>[]): void;
}

/** Elements that a part is told about; `parent` is the name of the element around. */
export type Opener = (attributes: Attributes, parent: string) => void;
export interface Elements {
  open: Record<string, Opener>;
  close: Record<string, (parent: string) => void>;
}

/** One value, so that neighbours grow together. */
const hidden: Pick<Span, 'layer' | 'value'> = { layer: 'hidden', value: {} };

export function createReading(findings: Findings, kind: StoryKind): Reading {
  const flows: { flow: Flow; run: Run }[] = [];
  const reading: Reading = {
    kind,
    findings,
    changes: createChanges(),
    path: [],
    run: { bold: false, hidden: false, font: '' },
    met: 0,
    flow: () => flows.at(-1)?.flow,
    openFlow(isAside) {
      const { styles, labels, labelsAside, counts } = findings;
      const deps = {
        styles,
        labels: isAside ? labelsAside : labels,
        onHeading: () => void counts.headings++,
        onTable: () => void counts.tables++,
      };
      flows.push({ flow: createFlow(deps), run: reading.run });
      reading.run = { bold: false, hidden: false, font: '' };
    },
    closeFlow() {
      const closed = flows.pop();
      if (closed) reading.run = closed.run;
      return closed?.flow;
    },
    emit: (text, spans = []) => emit(reading, text, spans),
  };
  return reading;
}

function emit(reading: Reading, text: string, spans: readonly Pick<Span, 'layer' | 'value'>[]): void {
  const { findings, changes, run, kind } = reading;
  const flow = reading.flow();
  if (!flow || !text) return;
  reading.met += text.length;
  findings.spend(text.length);
  if (flow.fields.take(text, kind === 'margin')) return;
  const draft = flow.draft();
  const gone = changes.gone();
  if (gone) {
    changes.keep(draft, gone, text);
    return;
  }
  const come = changes.come();
  if (run.hidden) findings.counts.hiddenCharacters += text.length;
  append(draft, text, [
    ...(come ? [{ layer: 'changes' as const, value: come }] : []),
    ...(run.hidden ? [hidden] : []),
    ...spans,
  ]);
  if (run.bold) draft.boldCharacters += text.replace(/\s+/gu, '').length;
}
