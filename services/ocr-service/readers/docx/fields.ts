/** Follows the fields of a story: instructions stay out of the text, results stay in, form fields show their state. */
import { type Attributes, isOn, wholeNumber } from './xml.ts';

interface Field {
  phase: 'code' | 'result';
  code: string;
  hasResult: boolean;
  checked?: boolean;
  choices: string[];
  choice?: number;
  /** Text met where instructions stand; given back if the field turns out to have no end. */
  held: string;
}

export interface Fields {
  /** Pages are numbered by whoever prints: `omitPages` keeps their fields out. True if the text is not to be shown. */
  take(text: string, omitPages: boolean): boolean;
  /** `w:fldSimple`. */
  openSimple(code: string): void;
  /** A complex field begins, goes over to its result, or ends. Returns what stands for a form field without a result. */
  mark(type: string | undefined): string;
  /** Closes a simple field. */
  close(): void;
  instruction(text: string): void;
  /** An element of `w:ffData`. */
  form(name: string, attributes: Attributes): void;
  /** Text of fields that never ended: shown, since nothing says that it is not. */
  rest(): string;
  /** Fields that print a number which is not stored: `LISTNUM`, `AUTONUM`. */
  unnumbered: number;
}

/** The name of a field and some of its switches; a longer code is of no interest. */
const longestCode = 200;
/** Word allows 20. */
const deepest = 100;

export function createFields(): Fields {
  const stack: Field[] = [];
  const push = (phase: Field['phase'], code: string) => {
    if (stack.length < deepest) stack.push({ phase, code, hasResult: false, choices: [], held: '' });
  };
  const fields: Fields = {
    unnumbered: 0,
    take(text, omitPages) {
      const field = stack.find(({ phase, code }) => phase === 'code' || (omitPages && isPageNumber(code)));
      if (field?.phase === 'code') field.held += text;
      else for (const open of stack) open.hasResult ||= text.trim() !== '';
      return field !== undefined;
    },
    openSimple: code => push('result', code),
    close: () => void stack.pop(),
    instruction(text) {
      const top = stack.at(-1);
      if (top?.phase === 'code' && top.code.length < longestCode) top.code += text;
    },
    mark(type) {
      const top = stack.at(-1);
      if (type === 'begin') push('code', '');
      if (!top) return '';
      if (type === 'separate') top.phase = 'result';
      if (type !== 'end') return '';
      stack.pop();
      if (/^\s*(?:LISTNUM|AUTONUM)/i.test(top.code) && !top.hasResult) fields.unnumbered++;
      return formState(top);
    },
    form(name, attributes) {
      const top = stack.at(-1);
      if (top) formReaders[name]?.(top, attributes);
    },
    rest: () =>
      stack
        .splice(0)
        .map(field => (field.phase === 'code' ? field.held : ''))
        .join(''),
  };
  return fields;
}

const isPageNumber = (code: string): boolean => /^\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b/i.test(code);

const formReaders: Record<string, (field: Field, attributes: Attributes) => void> = {
  // A state given at the start of the form counts until the form is filled in.
  'w:default': (field, attributes) => {
    field.checked ??= isOn(attributes);
    field.choice ??= wholeNumber(attributes['w:val']) ?? 0;
  },
  'w:checked': (field, attributes) => {
    field.checked = isOn(attributes);
  },
  'w:result': (field, { 'w:val': value }) => {
    field.choice = wholeNumber(value) ?? 0;
  },
  'w:listEntry': (field, { 'w:val': value = '' }) => void (field.choices.length < 100 && field.choices.push(value)),
};

function formState({ code, hasResult, checked, choices, choice = 0 }: Field): string {
  if (/^\s*FORMCHECKBOX/i.test(code)) return checked ? '☒' : '☐';
  return /^\s*FORMDROPDOWN/i.test(code) && !hasResult ? (choices[choice] ?? '') : '';
}
