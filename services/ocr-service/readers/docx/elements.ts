/** What the elements of running text mean: paragraphs and their properties, runs, tables, fields. */
import type { Elements, Reading } from './reading.ts';
import { symbolOf } from './symbols.ts';
import { openRow } from './tables.ts';
import { isOn, wholeNumber } from './xml.ts';

export function paragraphElements(reading: Reading): Elements {
  const props = () => reading.flow()?.props ?? {};
  /** The properties of the paragraph mark, not those of a run. */
  const isMark = (parent: string) => parent === 'w:rPr' && reading.path.at(-2) === 'w:pPr';
  return {
    open: {
      'w:p': () => {
        reading.flow()?.openParagraph();
        reading.run = { bold: false, hidden: false, font: '' };
      },
      'w:pStyle': ({ 'w:val': style }) => {
        if (style) props().style = style;
      },
      'w:numId': ({ 'w:val': id = '0' }) => {
        props().numId = id;
      },
      'w:ilvl': ({ 'w:val': level }) => {
        props().level = wholeNumber(level) ?? 0;
      },
      'w:outlineLvl': ({ 'w:val': level }) => {
        props().outline = wholeNumber(level) ?? 9;
      },
      'w:sectPr': (_, parent) => {
        if (parent === 'w:pPr') props().endsSection = true;
      },
      'w:specVanish': (attributes, parent) => {
        if (isMark(parent)) props().separator = isOn(attributes);
      },
    },
    close: { 'w:p': () => reading.flow()?.closeParagraph() },
  };
}

export function runElements(reading: Reading): Elements {
  const { findings } = reading;
  const isRun = (parent: string) => parent === 'w:rPr' && reading.path.at(-2) === 'w:r';
  const take = ({ bold, hidden }: { bold?: boolean; hidden?: boolean }) => {
    if (bold !== undefined) reading.run.bold = bold;
    if (hidden !== undefined) reading.run.hidden = hidden;
  };
  return {
    open: {
      'w:r': () => {
        reading.run = { bold: false, hidden: false, font: '' };
        const style = reading.flow()?.props.style ?? findings.styles.defaultParagraph;
        take(findings.styles.resolve(style));
      },
      'w:rStyle': ({ 'w:val': style }, parent) => isRun(parent) && take(findings.styles.resolve(style)),
      'w:b': (attributes, parent) => isRun(parent) && take({ bold: isOn(attributes) }),
      'w:vanish': (attributes, parent) => isRun(parent) && take({ hidden: isOn(attributes) }),
      'w:rFonts': ({ 'w:ascii': font = '' }, parent) => {
        if (isRun(parent)) reading.run.font = font;
      },
      // Under w:tabs it is a stop, not a tab.
      'w:tab': (_, parent) => parent !== 'w:tabs' && reading.emit('\t'),
      'w:ptab': () => reading.emit('\t'),
      'w:br': () => reading.emit('\n'),
      'w:cr': () => reading.emit('\n'),
      'w:noBreakHyphen': () => reading.emit('-'),
      'w:sym': ({ 'w:font': font = '', 'w:char': code = '' }) => {
        const symbol = symbolOf(font, code);
        if (symbol === '\ufffd') findings.counts.unknownSymbols++;
        reading.emit(symbol);
      },
    },
    close: { 'a:p': () => reading.emit(' ') },
  };
}

export function fieldElements(reading: Reading): Elements {
  const fields = () => reading.flow()?.fields;
  const form = Object.fromEntries(
    ['w:default', 'w:checked', 'w:result', 'w:listEntry'].map(name => [
      name,
      (attributes: Readonly<Record<string, string>>) => fields()?.form(name, attributes),
    ]),
  );
  return {
    open: {
      ...form,
      'w:fldChar': ({ 'w:fldCharType': type }) => reading.emit(fields()?.mark(type) ?? ''),
      'w:fldSimple': ({ 'w:instr': code = '' }) => fields()?.openSimple(code),
    },
    close: { 'w:fldSimple': () => fields()?.close() },
  };
}

export function tableElements(reading: Reading): Elements {
  const table = () => reading.flow()?.table();
  const row = () => table()?.row;
  return {
    open: {
      'w:tbl': () => reading.flow()?.openTable(),
      'w:gridCol': () => {
        const open = table();
        if (open) open.columns++;
      },
      'w:tr': () => {
        const open = table();
        if (open) openRow(open);
      },
      'w:tc': () => reading.flow()?.openCell(),
      'w:tblHeader': attributes => {
        const open = row();
        if (open) open.isHead = isOn(attributes);
      },
    },
    close: {
      'w:tc': () => reading.flow()?.closeCell(),
      'w:tr': () => reading.flow()?.closeRow(),
      'w:tbl': () => reading.flow()?.closeTable(),
    },
  };
}
