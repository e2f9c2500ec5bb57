/** How far a text is from its reference. */

/** Edit distance (insert, delete, replace) over the length of the reference; 0 for equal texts. */
export function characterErrorRate(reference: string, text: string): number {
  if (reference === text) return 0;
  let previous = Array.from({ length: text.length + 1 }, (_, i) => i);
  for (let i = 1; i <= reference.length; i++) {
    const row = [i];
    for (let j = 1; j <= text.length; j++) {
      const replace = (previous[j - 1] ?? 0) + (reference[i - 1] === text[j - 1] ? 0 : 1);
      row.push(Math.min(replace, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return (previous[text.length] ?? 0) / Math.max(1, reference.length);
}
