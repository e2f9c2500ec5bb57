/** The order of keys in an exported row: first what says what it is, then what it says and where, then the rest. */

const first = [
  'id',
  'documentId',
  'fileName',
  'ordinal',
  'type',
  'kind',
  'state',
  'text',
  'name',
  'value',
  'quote',
  'charStart',
  'charEnd',
  'pageFirst',
  'pageLast',
  'pageNumber',
];

/** The same row with its keys in that order; the rest keeps its own. */
export function orderKeys(row: Record<string, unknown>): Record<string, unknown> {
  const known = first.filter(key => key in row).map(key => [key, row[key]]);
  return { ...Object.fromEntries(known), ...row };
}
