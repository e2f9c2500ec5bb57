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
  props: ParagraphProps;
  /** The paragraph being read; made when there is none. */
  draft(): Draft;
  openParagraph(): void;
  closeParagraph(): void;
  openTable(): void;
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

/** A styled heading this long is a clause in the style of one; in characters and words. */
const longestHeading = { characters: 200, words: 20 };

export function createFlow(deps: FlowDeps): Flow {
  const blocks: Block[] = [];
  const tables: Table[] = [];
  /** Spans of paragraphs that had no text: they go to the start of the next block. */
  const carried: Span[] = [];
  let draft: Draft | undefined;
  /** The heading before a style separator, and where it ends. */
  let lead: { props: ParagraphProps; end: number } | undefined;

  const add = (block: Block) => {
    if (!block.text) {
      for (const { layer, value } of block.spans) carried.push({ layer, value, start: 0, end: 0 });
      return;
    }
    if (carried.length) block.spans.unshift(...carried.splice(0));
    const table = tables.at(-1);
    if (table) (table.row?.cell ?? openCell(table)).push(block);
    else blocks.push(block);
  };

  const finishParagraph = () => {
    if (!draft) return;
    const props = lead?.props ?? flow.props;
    const hasText = draft.text.trim() !== '';
    // A paragraph that is deleted with its mark is not there to be counted.
    const label = flow.props.markGone && !hasText ? undefined : deps.labels.next(props, draft.text);
    add(markedBlock(draft, lead?.end, props, label, deps));
    if (flow.props.endsSection) deps.labels.cut();
    draft = undefined;
    lead = undefined;
  };

  const flow: Flow = {
    fields: createFields(),
    props: {},
    draft() {
      draft ??= newDraft();
      return draft;
    },
    openParagraph() {
      const goesOn = draft !== undefined && (flow.props.markGone || flow.props.separator);
      if (!goesOn) finishParagraph();
      flow.props = {};
      draft ??= newDraft();
    },
    closeParagraph() {
      if (flow.props.markGone) return;
      if (!flow.props.separator) return finishParagraph();
      const { text } = flow.draft();
      lead ??= { props: flow.props, end: text.length };
      if (/\S$/.test(text)) append(flow.draft(), ' ', []);
    },
    openTable() {
      finishParagraph();
      tables.push(newTable());
    },
    table: () => tables.at(-1),
    openCell() {
      const table = tables.at(-1);
      if (table) openCell(table);
    },
    closeCell: finishParagraph,
    closeRow() {
      finishParagraph();
      const table = tables.at(-1);
      if (table) closeRow(table);
    },
    closeTable() {
      finishParagraph();
      const table = tables.pop();
      if (!table) return;
      deps.onTable();
      for (const block of closeTable(table)) add(block);
    },
    point(layer, value) {
      if (draft) draft.spans.push({ layer, value, start: draft.text.length, end: draft.text.length });
      else carried.push({ layer, value, start: 0, end: 0 });
    },
    end() {
      const rest = flow.fields.rest();
      if (rest) append(flow.draft(), rest, []);
      while (tables.length) flow.closeTable();
      finishParagraph();
      // What is left stands at the end; in a flow without any text, where text would be.
      if (carried.length && !blocks.length) blocks.push({ text: '', spans: [], bold: false });
      const last = blocks.at(-1);
      for (const span of carried.splice(0))
        last?.spans.push({ ...span, start: last.text.length, end: last.text.length });
      return blocks;
    },
  };
  return flow;
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
