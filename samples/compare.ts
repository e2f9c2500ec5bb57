/** How a text that came out is compared with the text that should have. Pure. */

/** All white space as one space: how texts are compared and searched. */
export const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

/**
 * Edit distance (Levenshtein, 1965) over the length of the reference, both with white space made one space: 0 when
 * equal, 1 when as many characters are wrong as there are, more when text was invented.
 */
export function characterErrorRate(found: string, reference: string): number {
  const [a, b] = [flat(found), flat(reference)];
  if (!b) return a ? 1 : 0;
  let row = Uint32Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = new Uint32Array(b.length + 1);
    next[0] = i;
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    row = next;
  }
  return (row[b.length] ?? 0) / b.length;
}
