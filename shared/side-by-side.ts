/** Works on many items with a bound on how many at a time. */

/** Maps with at most `width` items at work; answers in the order of the items. The first error ends it, once those at work are done. */
export async function sideBySide<I, O>(
  items: readonly I[],
  width: number,
  work: (item: I, index: number) => Promise<O>,
): Promise<O[]> {
  const answers = new Array<O>(items.length);
  const left = items.entries(); // shared: each worker takes the next
  const failures: unknown[] = [];
  const worker = async () => {
    for (const [index, item] of left) {
      if (failures.length > 0) return;
      await work(item, index).then(
        answer => {
          answers[index] = answer;
        },
        error => {
          failures.push(error);
        },
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return answers;
}
