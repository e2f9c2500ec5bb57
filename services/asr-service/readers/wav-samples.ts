/** Turns the sample bytes of a WAV file into one channel of numbers between -1 and 1. */
import type { WavFormat } from './wav-format.ts';

type Decode = (bytes: DataView, at: number) => number;

/** The mean of all channels, frame by frame; `bytes` holds whole frames. */
export function monoSamples(
  bytes: Uint8Array,
  { coding, bytesPerSample, channels }: Pick<WavFormat, 'coding' | 'bytesPerSample' | 'channels'>,
): Float32Array {
  const decode = decoders[`${coding}${bytesPerSample}`] as Decode;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frameBytes = bytesPerSample * channels;
  const samples = new Float32Array(Math.floor(bytes.length / frameBytes));
  for (let frame = 0, at = 0; frame < samples.length; frame++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++, at += bytesPerSample) sum += decode(view, at);
    samples[frame] = sum / channels;
  }
  return samples;
}

/** What is not a number, or louder than can be, is not passed on. */
const tame = (value: number): number => (Number.isNaN(value) ? 0 : Math.max(-1, Math.min(1, value)));

const decoders: Readonly<Record<string, Decode>> = {
  unsigned1: (bytes, at) => (bytes.getUint8(at) - 128) / 128,
  signed2: (bytes, at) => bytes.getInt16(at, true) / 32_768,
  signed3: (bytes, at) => (bytes.getUint8(at) / 256 + bytes.getInt16(at + 1, true)) / 32_768,
  signed4: (bytes, at) => bytes.getInt32(at, true) / 2_147_483_648,
  float4: (bytes, at) => tame(bytes.getFloat32(at, true)),
  float8: (bytes, at) => tame(bytes.getFloat64(at, true)),
  alaw1: (bytes, at) => alaw[bytes.getUint8(at)] as number,
  mulaw1: (bytes, at) => mulaw[bytes.getUint8(at)] as number,
};

/** ITU-T G.711: sign, three bits of exponent, four of mantissa; A-law has every other bit inverted. */
const alaw = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = bits & 15;
  const magnitude = exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
  return (bits & 0x80 ? magnitude : -magnitude) / 32_768;
});

/** ITU-T G.711: all bits inverted, biased by 33 at 14 bits. */
const mulaw = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return (bits & 0x80 ? -magnitude : magnitude) / 32_768;
});
