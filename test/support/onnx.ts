/** Writes ONNX models from weights that are known: the protobuf of onnx.proto3, as far as small models need it. */

export type OnnxType = 'float' | 'int8' | 'int64' | 'bool';
const types: Record<OnnxType, number> = { float: 1, int8: 3, int64: 7, bool: 9 };

/** A number, or the name of a length that is free. */
export type Dimension = number | string;

export interface OnnxValue {
  name: string;
  type: OnnxType;
  shape: Dimension[];
}

export interface OnnxWeights {
  name: string;
  shape: number[];
  values: Float32Array | BigInt64Array | Int8Array;
}

export interface OnnxNode {
  op: string;
  inputs: string[];
  outputs: string[];
  attributes?: Record<string, number | number[]>;
}

export interface OnnxGraph {
  inputs: OnnxValue[];
  outputs: OnnxValue[];
  weights: OnnxWeights[];
  nodes: OnnxNode[];
}

const irVersion = 8;
const opset = 17;

/** The bytes of a model file. Attributes are whole numbers, or lists of such. */
export const onnxModel = ({ inputs, outputs, weights, nodes }: OnnxGraph): Buffer =>
  Buffer.concat([
    number(1, irVersion),
    text(2, 'test'),
    message(7, [
      ...nodes.map(node => message(1, nodeFields(node))),
      text(2, 'graph'),
      ...weights.map(value => message(5, tensorFields(value))),
      ...inputs.map(value => message(11, valueFields(value))),
      ...outputs.map(value => message(12, valueFields(value))),
    ]),
    message(8, [text(1, ''), number(2, opset)]),
  ]);

const nodeFields = ({ op, inputs, outputs, attributes = {} }: OnnxNode): Buffer[] => [
  ...inputs.map(name => text(1, name)),
  ...outputs.map(name => text(2, name)),
  text(4, op),
  ...Object.entries(attributes).map(([name, value]) =>
    message(5, [
      text(1, name),
      ...(Array.isArray(value) ? value.map(item => number(8, item)) : [number(3, value)]),
      number(20, Array.isArray(value) ? 7 : 2),
    ]),
  ),
];

const tensorFields = ({ name, shape, values }: OnnxWeights): Buffer[] => [
  ...shape.map(length => number(1, length)),
  number(2, types[typeOf(values)]),
  text(8, name),
  bytes(9, Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
];

function typeOf(values: OnnxWeights['values']): OnnxType {
  if (values instanceof Float32Array) return 'float';
  return values instanceof Int8Array ? 'int8' : 'int64';
}

const valueFields = ({ name, type, shape }: OnnxValue): Buffer[] => [
  text(1, name),
  message(2, [
    message(1, [
      number(1, types[type]),
      message(
        2,
        shape.map(length => message(1, [typeof length === 'number' ? number(1, length) : text(2, length)])),
      ),
    ]),
  ]),
];

function varint(value: number): Buffer {
  // Negative numbers take all of 64 bits.
  let left = BigInt.asUintN(64, BigInt(value));
  const out: number[] = [];
  do {
    const more = left > 0x7fn;
    out.push(Number(left & 0x7fn) | (more ? 0x80 : 0));
    left >>= 7n;
  } while (left > 0n);
  return Buffer.from(out);
}

const number = (field: number, value: number): Buffer => Buffer.concat([varint(field << 3), varint(value)]);
const bytes = (field: number, value: Buffer): Buffer =>
  Buffer.concat([varint((field << 3) | 2), varint(value.length), value]);
const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value));
const message = (field: number, fields: Buffer[]): Buffer => bytes(field, Buffer.concat(fields));
