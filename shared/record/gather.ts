/** Gathers calls of one kind into batches: one batch in flight, the next collecting meanwhile. */

interface Waiting<I, O> {
  item: I;
  resolve(answer: O): void;
  reject(error: unknown): void;
}

/**
 * A function that answers single items through a batched call. At most `most` items a batch; answers come in the order
 * asked. A failed batch is sent again item by item, so that one bad item fails alone.
 */
export function gather<I, O>(call: (items: I[]) => Promise<O[]>, most: number): (item: I) => Promise<O> {
  const waiting: Waiting<I, O>[] = [];
  let busy = false;

  const one = async (w: Waiting<I, O>) => {
    try {
      const [answer] = await call([w.item]);
      w.resolve(answer as O);
    } catch (error) {
      w.reject(error);
    }
  };

  const drain = async () => {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, most);
      if (batch.length === 1 && batch[0]) {
        await one(batch[0]);
        continue;
      }
      const answers = await call(batch.map(w => w.item)).catch(() => undefined);
      for (const [i, w] of batch.entries()) {
        if (answers) w.resolve(answers[i] as O);
        else await one(w);
      }
    }
    busy = false;
  };

  return item =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!busy) void drain();
    });
}
