/** Gathers calls of one kind into batches: one batch in flight, the next collecting meanwhile. */

interface Waiting<I, O> {
  item: I;
  resolve(answer: O): void;
  reject(error: unknown): void;
}

/**
 * A function that answers single items through a batched call. At most `most` items a batch; answers come in the order
 * asked. A batch that is refused for one of its items is sent again item by item, so that the bad one fails alone; any other
 * error is that of all: while the other side is away, asking twenty times more would only hold up those that wait.
 */
export function gather<I, O>(
  call: (items: I[]) => Promise<O[]>,
  most: number,
  isRefused: (error: unknown) => boolean,
): (item: I) => Promise<O> {
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
      try {
        const answers = await call(batch.map(w => w.item));
        for (const [i, w] of batch.entries()) w.resolve(answers[i] as O);
      } catch (error) {
        for (const w of batch) {
          if (isRefused(error)) await one(w);
          else w.reject(error);
        }
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
