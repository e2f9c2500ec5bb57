/**
 * Models in the shape of BERT with random weights. All layers share those of one, which keeps the file small; they are larger than
 * caches, so every layer reads them from memory as it would its own. A short vocabulary: looking up a token costs nothing.
 */
import { type OnnxGraph, type OnnxNode, type OnnxWeights, onnxModel } from '../../test/support/onnx.ts';

export interface BertShape {
  layers: number;
  width: number;
  heads: number;
  inner: number;
}

export type Precision = 'fp32' | 'int8';

export const labels = 9;
export const vocabulary = 1_000;

/** Of one token with the weights of all layers. */
export const multiplicationsOf = ({ layers, width, inner }: BertShape): number =>
  layers * (4 * width * width + 2 * width * inner);

interface Builder {
  nodes: OnnxNode[];
  weights: Map<string, OnnxWeights>;
  precision: Precision;
}

/** The whole model: embeddings, attention, feed-forward layers, normalisation, labels. */
export function bertModel(shape: BertShape, precision: Precision): Buffer {
  const build: Builder = { nodes: [], weights: new Map(), precision };
  let state = embed(build, shape);
  for (let layer = 0; layer < shape.layers; layer++) state = addLayer(build, shape, state, `layer${layer}`);
  return modelOf(build, shape, state);
}

/** Nothing but the products of the layers, one after the other: no model with these weights is faster. */
export function productsModel(shape: BertShape, precision: Precision): Buffer {
  const build: Builder = { nodes: [], weights: new Map(), precision };
  const { width, inner } = shape;
  let state = embed(build, shape);
  for (let layer = 0; layer < shape.layers; layer++) {
    for (const name of ['query', 'key', 'value', 'output'])
      state = multiply(build, state, name, [width, width], `${name}${layer}`);
    state = multiply(build, state, 'up', [width, inner], `up${layer}`);
    state = multiply(build, state, 'down', [inner, width], `down${layer}`);
  }
  return modelOf(build, shape, state);
}

function modelOf(build: Builder, { width }: BertShape, state: string): Buffer {
  build.nodes.push({ op: 'MatMul', inputs: [state, weight(build, 'labels', [width, labels])], outputs: ['logits'] });
  const graph: OnnxGraph = {
    inputs: [{ name: 'input_ids', type: 'int64', shape: ['batch', 'tokens'] }],
    outputs: [{ name: 'logits', type: 'float', shape: ['batch', 'tokens', labels] }],
    weights: [...build.weights.values()],
    nodes: build.nodes,
  };
  return onnxModel(graph);
}

function embed(build: Builder, { width }: BertShape): string {
  const table = weight(build, 'words', [vocabulary, width]);
  return node(build, 'Gather', [table, 'input_ids'], 'embedded');
}

function addLayer(build: Builder, shape: BertShape, state: string, layer: string): string {
  const { width, inner } = shape;
  const attended = attend(build, shape, state, layer);
  const first = normalise(build, node(build, 'Add', [attended, state], `${layer}.sum`), width, `${layer}.norm`);
  const up = linear(build, first, 'up', [width, inner], `${layer}.up`);
  const down = linear(build, gelu(build, up, layer), 'down', [inner, width], `${layer}.down`);
  return normalise(build, node(build, 'Add', [down, first], `${layer}.sum2`), width, `${layer}.norm2`);
}

function attend(build: Builder, { width, heads }: BertShape, state: string, layer: string): string {
  const size = width / heads;
  // 0: as it was.
  const split = whole(build, 'split', [0, 0, heads, size]);
  const join = whole(build, 'join', [0, 0, width]);
  const head = (name: string, perm: number[]): string => {
    const all = linear(build, state, name, [width, width], `${layer}.${name}`);
    const parted = node(build, 'Reshape', [all, split], `${layer}.${name}.heads`);
    return node(build, 'Transpose', [parted], `${layer}.${name}.turned`, { perm });
  };
  const [query, key, value] = [head('query', [0, 2, 1, 3]), head('key', [0, 2, 3, 1]), head('value', [0, 2, 1, 3])];
  const scores = node(build, 'MatMul', [query, key], `${layer}.scores`);
  const scaled = node(build, 'Mul', [scores, scalar(build, 'scale', 1 / Math.sqrt(size))], `${layer}.scaled`);
  const shares = node(build, 'Softmax', [scaled], `${layer}.shares`, { axis: -1 });
  const mixed = node(build, 'MatMul', [shares, value], `${layer}.mixed`);
  const turned = node(build, 'Transpose', [mixed], `${layer}.mixed.turned`, { perm: [0, 2, 1, 3] });
  const joined = node(build, 'Reshape', [turned, join], `${layer}.joined`);
  return linear(build, joined, 'output', [width, width], `${layer}.output`);
}

function gelu(build: Builder, input: string, layer: string): string {
  const divided = node(build, 'Div', [input, scalar(build, 'root', Math.SQRT2)], `${layer}.div`);
  const curve = node(build, 'Erf', [divided], `${layer}.erf`);
  const raised = node(build, 'Add', [curve, scalar(build, 'one', 1)], `${layer}.raised`);
  const product = node(build, 'Mul', [input, raised], `${layer}.product`);
  return node(build, 'Mul', [product, scalar(build, 'half', 0.5)], `${layer}.gelu`);
}

function normalise(build: Builder, input: string, width: number, name: string): string {
  const [ones, zeros] = [filled(build, 'ones', width, 1), filled(build, 'zeros', width, 0)];
  return node(build, 'LayerNormalization', [input, ones, zeros], name, { axis: -1 });
}

function linear(build: Builder, input: string, name: string, shape: [number, number], output: string): string {
  const product = multiply(build, input, name, shape, `${output}.product`);
  return node(build, 'Add', [product, filled(build, `${name}.bias`, shape[1], 0.01)], output);
}

/** In 8 bits as exports have it: numbers are quantised as they come, weights were before. */
function multiply(build: Builder, input: string, name: string, shape: [number, number], output: string): string {
  if (build.precision === 'fp32') return node(build, 'MatMul', [input, weight(build, name, shape)], output);
  const [quantised, scale, zero] = ['quantised', 'scale', 'zero'].map(part => `${input}.${part}`) as [
    string,
    ...string[],
  ];
  // Of query, key and value the input is the same.
  if (!build.nodes.some(({ outputs }) => outputs[0] === quantised))
    build.nodes.push({
      op: 'DynamicQuantizeLinear',
      inputs: [input],
      outputs: [quantised, scale as string, zero as string],
    });
  const small = `${name}.int8`;
  if (!build.weights.has(small))
    build.weights.set(small, { name: small, shape, values: Int8Array.from(random(shape), value => 127 * value) });
  const nothing = `${name}.zero`;
  build.weights.set(nothing, { name: nothing, shape: [], values: Int8Array.of(0) });
  const inputs = [quantised, small, zero as string, nothing];
  const product = node(build, 'MatMulInteger', inputs, `${output}.whole`);
  const float = node(build, 'Cast', [product], `${output}.float`, { to: 1 });
  const scales = [scale as string, scalar(build, `${name}.scale`, Math.sqrt(3 / shape[0]) / 127)];
  return node(build, 'Mul', [float, node(build, 'Mul', scales, `${output}.both`)], output);
}

function node(
  { nodes }: Builder,
  op: string,
  inputs: string[],
  output: string,
  attributes: OnnxNode['attributes'] = {},
): string {
  nodes.push({ op, inputs, outputs: [output], attributes });
  return output;
}

/** Weights that keep the size of what they are multiplied with. */
function weight({ weights }: Builder, name: string, shape: [number, number]): string {
  const scale = Math.sqrt(3 / shape[0]);
  if (!weights.has(name)) weights.set(name, { name, shape, values: random(shape).map(value => value * scale) });
  return name;
}

/** Between -1 and 1, the same every time. */
function random([rows, columns]: [number, number]): Float32Array {
  let state = 1;
  return Float32Array.from({ length: rows * columns }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 31;
  });
}

function filled({ weights }: Builder, name: string, length: number, value: number): string {
  weights.set(name, { name, shape: [length], values: new Float32Array(length).fill(value) });
  return name;
}

function scalar({ weights }: Builder, name: string, value: number): string {
  weights.set(name, { name, shape: [], values: Float32Array.of(value) });
  return name;
}

function whole({ weights }: Builder, name: string, values: number[]): string {
  weights.set(name, { name, shape: [values.length], values: BigInt64Array.from(values, BigInt) });
  return name;
}
