/** Damages bytes in the ways files are damaged on their way: cut off, bits turned, stretches lost, zeroed or repeated. */

type Random = () => number;

const upTo = (random: Random, most: number): number => Math.floor(random() * most);

/** The kinds of damage, by name. Each leaves the bytes it is given as they are. */
export const damages: Record<string, (bytes: Buffer, random: Random) => Buffer> = {
  'cut off': (bytes, random) => Buffer.from(bytes.subarray(0, upTo(random, bytes.length))),
  'some bytes changed': (bytes, random) => changed(bytes, random, 1 + upTo(random, 20)),
  'a hundredth of the bytes changed': (bytes, random) => changed(bytes, random, Math.ceil(bytes.length / 100)),
  'a stretch of zeros': (bytes, random) => {
    const damaged = Buffer.from(bytes);
    const start = upTo(random, bytes.length);
    return damaged.fill(0, start, Math.min(bytes.length, start + upTo(random, bytes.length / 4)));
  },
  'a stretch lost': (bytes, random) => {
    const start = upTo(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + upTo(random, bytes.length / 4))]);
  },
  'a stretch repeated': (bytes, random) => {
    const start = upTo(random, bytes.length);
    const stretch = bytes.subarray(start, start + upTo(random, bytes.length / 4));
    return Buffer.concat([bytes.subarray(0, start), stretch, bytes.subarray(start)]);
  },
};

function changed(bytes: Buffer, random: Random, count: number): Buffer {
  const damaged = Buffer.from(bytes);
  for (let i = 0; i < count && damaged.length > 0; i++) damaged[upTo(random, damaged.length)] = upTo(random, 256);
  return damaged;
}
