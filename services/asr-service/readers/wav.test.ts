import { expect } from 'chai';
import { babble, join, silence, type WavOptions, wavFile } from '../../../test/support/wav.ts';
import { type ReadAt, readWavFormat } from './wav-format.ts';
import { monoSamples } from './wav-samples.ts';

const readAt =
  (bytes: Buffer): ReadAt =>
  (position, length) =>
    bytes.subarray(position, position + length);
const formatOf = (bytes: Buffer) => readWavFormat(readAt(bytes), bytes.length);
const wave = babble(0.1);

describe('WAV files', () => {
  const codings: [string, WavOptions, number][] = [
    ['8 bit', { bytesPerSample: 1 }, 0.01],
    ['16 bit', {}, 0.0001],
    ['24 bit', { bytesPerSample: 3 }, 0.0001],
    ['32 bit', { bytesPerSample: 4 }, 0.0001],
    ['float', { tag: 3, bytesPerSample: 4 }, 0.0001],
    ['double', { tag: 3, bytesPerSample: 8 }, 0.0001],
    ['six channels, extensible', { channels: 6, extensible: true }, 0.0001],
    ['RF64', { large: true }, 0.0001],
  ];
  for (const [name, options, difference] of codings) {
    it(`are read: ${name}`, () => {
      const bytes = wavFile(wave, options);
      const format = formatOf(bytes) ?? expect.fail('not read');
      expect(format).to.deep.include({ sampleRate: 16_000, channels: options.channels ?? 1, state: 'whole' });
      const samples = monoSamples(bytes.subarray(format.dataStart, format.dataStart + format.dataBytes), format);
      expect(samples.length).to.equal(wave.length);
      for (const [i, sample] of samples.entries()) expect(sample).to.be.closeTo(wave[i] as number, difference);
    });
  }

  it('decode G.711 as the standard has it', () => {
    const decode = (coding: 'alaw' | 'mulaw', ...codes: number[]) => [
      ...monoSamples(Uint8Array.from(codes), { coding, bytesPerSample: 1, channels: 1 }).map(x => x * 32_768),
    ];
    expect(decode('mulaw', 0xff, 0x7f, 0x00, 0x80)).to.deep.equal([0, 0, -32_124, 32_124]);
    expect(decode('alaw', 0xd5, 0x55, 0x2a, 0xaa)).to.deep.equal([8, -8, -32_256, 32_256]);
  });

  it('of many channels give their mean, and what is no number is silence', () => {
    const pair = Float32Array.of(0.5, -0.25, Number.NaN, 9);
    const samples = monoSamples(new Uint8Array(pair.buffer), { coding: 'float', bytesPerSample: 4, channels: 2 });
    expect([...samples]).to.deep.equal([0.125, 0.5]);
  });

  it('that end too early, or never got a length, are read as far as they go', () => {
    const bytes = wavFile(wave);
    const cut = bytes.subarray(0, bytes.length - 1_001);
    expect(formatOf(cut)).to.deep.include({ state: 'truncated', dataBytes: wave.length * 2 - 1_002 });
    for (const declaredBytes of [0, 0xffff_ffff]) {
      const open = wavFile(wave, { declaredBytes });
      expect(formatOf(open)).to.deep.include({ state: 'unfinished', dataBytes: wave.length * 2 });
    }
  });

  it('of codings that need a decoder are left to one', () => {
    const bytes = wavFile(wave);
    bytes.writeUInt16LE(0x55, bytes.indexOf('fmt ') + 8);
    expect(formatOf(bytes)).to.equal(undefined);
  });

  it('that are damaged are named so', () => {
    const noChannels = wavFile(wave);
    noChannels.writeUInt16LE(0, noChannels.indexOf('fmt ') + 10);
    const slow = wavFile(join(wave, silence(1)), { sampleRate: 7 });
    const files = [Buffer.from('RIFF'), wavFile(wave).subarray(0, 30), noChannels, slow];
    for (const bytes of files)
      expect(() => formatOf(bytes))
        .to.throw()
        .with.property('code', 'I_DAMAGED');
  });

  it('of random bytes after the header are read or refused, never a surprise', () => {
    for (let seed = 0; seed < 300; seed++) {
      const bytes = wavFile(silence(0.01));
      for (let i = 12; i < 80; i++) if ((i * 7919 + seed * 104_729) % 5 === 0) bytes[i] = (i * seed * 31) & 255;
      try {
        const format = formatOf(bytes);
        if (format) expect(format.dataStart + format.dataBytes).to.be.at.most(bytes.length);
      } catch (thrown) {
        expect(thrown).to.have.property('code', 'I_DAMAGED');
      }
    }
  });
});
