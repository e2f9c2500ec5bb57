/** Tables and words for a terminal. */
import Table from 'cli-table3';

/** Rows under a head, columns aligned; numbers to the right. */
export function table(head: string[], rows: (string | number | null | undefined)[][]): string {
  const made = new Table({
    head,
    colAligns: head.map((_, column) => (rows.some(row => isNumber(row[column])) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true, 'padding-left': 0 },
    chars: {
      'mid-mid': ' ',
      'left-mid': '',
      'right-mid': '',
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      right: '',
      middle: ' ',
    },
  });
  made.push(...rows.map(row => row.map(cell => printable(String(cell ?? '')))));
  return made.toString().replace(/ +$/gm, '');
}

const isNumber = (cell: unknown): boolean => /^-?\d+(\.\d+)?$/.test(String(cell));

/** Names and values side by side. */
export function pairs(values: [string, string | number | null | undefined][]): string {
  const width = Math.max(...values.map(([name]) => name.length));
  return values
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name.padEnd(width)}  ${printable(String(value))}`)
    .join('\n');
}

/** A name from outside must not command the terminal: control characters are made visible as U+FFFD. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\u{FFFD}');

/** A time as people read it, in UTC and to the second. */
export const instant = (time: string): string =>
  new Date(time)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');

/** `1 file`, `2 files`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
