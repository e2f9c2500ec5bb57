/** What scanners, fax machines and phone cameras do to a page. Each takes a picture and gives a new one. Pure. */
import type { Picture } from './picture.ts';
import { createRandom } from './random.ts';

type Shade = (x: number, y: number) => number;

/** A picture whose pixels come from a function of their place; values are rounded and clipped. */
function paint(width: number, height: number, shade: Shade): Picture {
  const data = new Uint8ClampedArray(width * height);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) data[y * width + x] = shade(x, y);
  return { width, height, data: new Uint8Array(data.buffer) };
}

/** The value at a place between pixels, by bilinear interpolation; `outside` beyond the edges. */
function sample({ width, height, data }: Picture, x: number, y: number, outside: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return outside;
  const at = top * width + left;
  const [dx, dy] = [x - left, y - top];
  const upper = (data[at] ?? 0) * (1 - dx) + (data[at + 1] ?? 0) * dx;
  const lower = (data[at + width] ?? 0) * (1 - dx) + (data[at + width + 1] ?? 0) * dx;
  return upper * (1 - dy) + lower * dy;
}

/** Turned about its middle by a small angle, clockwise in degrees: a sheet that went in askew. */
export function tilt(picture: Picture, degrees: number, outside = 255): Picture {
  const { width, height } = picture;
  const [sin, cos] = [Math.sin((-degrees * Math.PI) / 180), Math.cos((-degrees * Math.PI) / 180)];
  return paint(width, height, (x, y) => {
    const [dx, dy] = [x - width / 2, y - height / 2];
    return sample(picture, width / 2 + dx * cos - dy * sin, height / 2 + dx * sin + dy * cos, outside);
  });
}

/** Softened: each pixel becomes its own share plus the mean of its neighbours for the rest. */
export function blur(picture: Picture, share: number): Picture {
  const { width, height, data } = picture;
  const at: Shade = (x, y) =>
    data[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))] ?? 255;
  return paint(width, height, (x, y) => {
    const around = (at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1)) / 4;
    return at(x, y) * share + around * (1 - share);
  });
}

/** Grain on every pixel (about normal, standard deviation in grey levels) on paper that is not quite white. */
export function grain(picture: Picture, options: { seed: number; deviation: number; paper: number }): Picture {
  const random = createRandom(options.seed);
  const { width, data } = picture;
  return paint(width, picture.height, (x, y) => {
    // The sum of three uniform numbers is near enough to normal and has a variance of a quarter.
    const noise = (random() + random() + random() - 1.5) * 2 * options.deviation;
    return ((data[y * width + x] ?? 255) * options.paper) / 255 + noise;
  });
}

/** Dust: small dark specks. */
export function specks(picture: Picture, options: { seed: number; count: number }): Picture {
  const random = createRandom(options.seed);
  const data = Uint8Array.from(picture.data);
  for (let speck = 0; speck < options.count; speck += 1) {
    const size = 1 + Math.floor(random() * 2);
    const left = Math.floor(random() * (picture.width - size));
    const top = Math.floor(random() * (picture.height - size));
    for (let row = top; row < top + size; row += 1)
      data.fill(70, row * picture.width + left, row * picture.width + left + size);
  }
  return { ...picture, data };
}

/** Uneven light, from full at one corner down to `darkest` (0 to 1) at the opposite one. */
export function shadow(picture: Picture, darkest: number): Picture {
  const { width, height, data } = picture;
  return paint(width, height, (x, y) => {
    const far = (x / width + y / height) / 2;
    return (data[y * width + x] ?? 255) * (1 - far * (1 - darkest));
  });
}

/** On a table top: a frame of a grey around the page. */
export function onDesk(picture: Picture, margin: number, grey: number): Picture {
  const { width, height, data } = picture;
  return paint(width + 2 * margin, height + 2 * margin, (x, y) => {
    const [px, py] = [x - margin, y - margin];
    return px < 0 || py < 0 || px >= width || py >= height ? grey : (data[py * width + px] ?? 255);
  });
}

/** Turned by a quarter, clockwise. */
export function quarterTurn({ width, height, data }: Picture): Picture {
  return paint(height, width, (x, y) => data[(height - 1 - x) * width + y] ?? 255);
}

/** Black or white only, as a fax. */
export function bilevel({ width, height, data }: Picture, threshold: number): Picture {
  return paint(width, height, (x, y) => ((data[y * width + x] ?? 255) < threshold ? 0 : 255));
}
