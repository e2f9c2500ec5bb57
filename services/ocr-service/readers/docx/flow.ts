/** One stream of paragraphs and tables - the body, a note, a box - put together from what the story reader meets. */
import { append, type Block, type Draft, finishDraft, newDraft, type Span } from './block.ts';
import { createFields, type Fields } from './fields.ts';
import type { Label, Labels, NumberedParagraph } from './labels.ts';
import type { Styles } from './styles.ts';
import { closeRow, closeTable, newTable, openCell, type Table } from './tables.ts';

/** The properties of a paragraph that make a difference to its text. */
export interface ParagraphProps extends NumberedParagraph {
  /** As `w:outlineLvl`: 9 is body text. */
  outline?: number;
  /** The paragraph mark is deleted: the next paragraph goes on here. */
  markGone?: boolean;
  /** Word's style separator: the next paragraph goes on in the same line, and this one is its heading. */
  separator?: boolean;
  endsSection?: boolean;
}

/** What a flow needs to know of the document. */
export interface FlowDeps {
  styles: Styles;
  labels: Labels;
  onHeading(): void;
  onTable(): void;
}

export interface Flow {
  fields: Fields;
  /** Of the paragraph being read, or the last one. */
  props: ParagraphProps;
  /** The paragraph being read; made when there is none. */
  draft(): Draft;
  openParagraph(): void;
  closeParagraph(): void;
  openTable(): void;
  /** The innermost table that is open. */
  table(): Table | undefined;
  openCell(): void;
  closeCell(): void;
  closeRow(): void;
  closeTable(): void;
  /** Places a span that is about a point between or in paragraphs. */
  point(layer: Span['layer'], value: object): void;
  /** All blocks. The flow is at its end. */
  end(): Block[];
}

interface State {
  deps: FlowDeps;
  fields: Fields;
  props: ParagraphProps;
  blocks: Block[];
  tables: Table[];
  /** Spans of paragraphs that had no text: they go to the start of the next block. */
  carried: Span[];
  draft: Draft | undefined;
  /** The heading before a style separator, and where it ends. */
  lead: { props: ParagraphProps; end: number } | undefined;
}

/** A styled heading this long is a clause in the style of one; in characters and words. */
const longestHeading = { characters: 200, words: 20 };

export function createFlow(deps: FlowDeps): Flow {
  const state: State = {
    ...{ deps, fields: createFields(), props: {}, blocks: [], tables: [], carried: [] },
    ...{ draft: undefined, lead: undefined },
  };
  const inTable = (act: (table: Table) => unknown) => {
    finishParagraph(state);
    const table = state.tables.at(-1);
    if (table) act(table);
  };
  return {
    fields: state.fields,
    get props() {
      return state.props;
    },
    draft: () => draftOf(state),
    openParagraph: () => openParagraph(state),
    closeParagraph: () => closeParagraph(state),
    openTable() {
      finishParagraph(state);
      state.tables.push(newTable());
    },
    table: () => state.tables.at(-1),
    openCell: () => inTable(openCell),
    closeCell: () => finishParagraph(state),
    closeRow: () => inTable(closeRow),
    closeTable: () => endTable(state),
    point: (layer, value) => placePoint(state, layer, value),
    end: () => endFlow(state),
  };
}

function draftOf(state: State): Draft {
  state.draft ??= newDraft();
  return state.draft;
}

/** Goes on in the draft of a paragraph that did not end with its mark. */
function openParagraph(state: State): void {
  if (!state.props.markGone && !state.props.separator) finishParagraph(state);
  state.props = {};
  draftOf(state);
}

function closeParagraph(state: State): void {
  const { props } = state;
  if (props.markGone) return;
  if (!props.separator) {
    finishParagraph(state);
    return;
  }
  const draft = draftOf(state);
  state.lead ??= { props, end: draft.text.length };
  if (/\S$/.test(draft.text)) append(draft, ' ', []);
}

function finishParagraph(state: State): void {
  const { draft, lead, deps, props } = state;
  if (!draft) return;
  state.draft = undefined;
  state.lead = undefined;
  const own = lead?.props ?? props;
  // A paragraph that is deleted with its mark is not there to be counted.
  const isGone = props.markGone && !draft.text.trim();
  const label = isGone ? undefined : deps.labels.next(own, draft.text);
  addBlock(state, markedBlock(draft, lead?.end, own, label, deps));
  if (props.endsSection) deps.labels.cut();
}

function addBlock(state: State, block: Block): void {
  if (!block.text) {
    for (const { layer, value } of block.spans) state.carried.push({ layer, value, start: 0, end: 0 });
    return;
  }
  if (state.carried.length) block.spans = [...state.carried.splice(0), ...block.spans];
  const table = state.tables.at(-1);
  if (table) (table.row?.cell ?? openCell(table)).push(block);
  else state.blocks.push(block);
}

function endTable(state: State): void {
  finishParagraph(state);
  const table = state.tables.pop();
  if (!table) return;
  state.deps.onTable();
  for (const block of closeTable(table)) addBlock(state, block);
}

function placePoint(state: State, layer: Span['layer'], value: object): void {
  const at = state.draft?.text.length ?? 0;
  (state.draft?.spans ?? state.carried).push({ layer, value, start: at, end: at });
}

function endFlow(state: State): Block[] {
  const rest = state.fields.rest();
  if (rest) append(draftOf(state), rest, []);
  while (state.tables.length) endTable(state);
  finishParagraph(state);
  const { blocks, carried } = state;
  // What is left stands at the end; in a flow without any text, where text would be.
  if (carried.length && !blocks.length) blocks.push({ text: '', spans: [], bold: false });
  const last = blocks.at(-1);
  for (const span of carried.splice(0)) last?.spans.push({ ...span, start: last.text.length, end: last.text.length });
  return blocks;
}

/** The paragraph as a block, with its label before it and a mark for what it is. */
function markedBlock(
  draft: Draft,
  leadEnd: number | undefined,
  props: ParagraphProps,
  label: Label | undefined,
  { styles, labels, onHeading }: FlowDeps,
): Block {
  const outline = props.outline ?? styles.resolve(props.style ?? styles.defaultParagraph).outline ?? 9;
  const title = draft.text.slice(0, leadEnd).trim();
  const isHeading = outline < 9 && title !== '' && (leadEnd !== undefined || isTitle(title));
  const end = draft.text.slice(0, leadEnd).trimEnd().length;
  const heading: Span = { layer: 'marks', start: 0, end, value: {} };
  if (isHeading) draft.spans.push(heading);
  const prefix = label && (label.cited || draft.text.trim()) ? label.printed + label.separator : '';
  const block = finishDraft(draft, prefix);
  const printed = label?.cited === undefined ? {} : { label: label.cited, printed: label.printed };
  if (isHeading) {
    onHeading();
    heading.start = 0;
    heading.value = { kind: 'heading', level: outline + 1, ...printed };
    block.heading = outline + 1;
    if (!label?.cited) labels.cut();
  } else if (label && block.text) {
    const value = { kind: 'list-item', level: label.level, ...printed };
    block.spans.unshift({ layer: 'marks', start: 0, end: block.text.length, value });
  }
  return block;
}

/** Some contracts set whole clauses in heading styles, for the numbers. */
function isTitle(text: string): boolean {
  if (text.length > longestHeading.characters) return false;
  return !/[.;:,]$/.test(text) || text.split(/\s+/).length <= longestHeading.words;
}
