/**
 * What the engines that run on this machine need: which published files, how large, under which licence, and the setting that
 * points at the folder. No model is part of the product.
 */
import type { SettingName } from '../config/schema.ts';

/** One file of a model. */
export interface ModelFile {
  /** Below the folder of the model, with `/`. */
  path: string;
  /** Exact where `sha256` is known; else as the page of the model rounds it, null where it does not say. */
  bytes: number | null;
  /**
   * As published for this revision, by the repository itself or alike by several projects that pin it; null where nobody
   * published it, and `pull` records what it saw. We could not fetch the files to count for ourselves.
   */
  sha256: string | null;
}

/** One model, in one precision. */
export interface CatalogueModel {
  /** Of the catalogue, and of the folder. */
  name: string;
  about: string;
  /** The engine that needs one like it, and the setting that names engines. */
  engine: { setting: SettingName; name: string };
  /** The setting whose value is the folder of the model. */
  setting: string;
  /** The engine works without one; it is for better results. */
  optional?: true;
  /** What else has to be set for this precision. */
  also?: string;
  /** Where people read about it. */
  page: string;
  licence: string;
  /** The files are below it. Names a revision, so that what is fetched does not change. */
  base: string;
  files: readonly ModelFile[];
}

export interface Catalogue {
  /** Nothing is asked of any other place, redirects included. `*.` stands for any host below. */
  origins: readonly string[];
  models: readonly CatalogueModel[];
}

const huggingFace = (repository: string, revision: string) => ({
  page: `https://huggingface.co/${repository}`,
  base: `https://huggingface.co/${repository}/resolve/${revision}/`,
});

const file = (path: string, bytes: number | null, sha256: string | null = null): ModelFile => ({ path, bytes, sha256 });

const whisper = { engine: { setting: 'ASR_ENGINES', name: 'whisper-onnx' }, setting: 'ASR_WHISPER_MODEL' } as const;

/** Of every precision of whisper-large-v3-turbo. */
const turboFiles = [
  file('config.json', 1_332, '35cd83669f75bc2867f3b3a4461850392d5e308cd6ea951c3700539883c28df1'),
  file('generation_config.json', 3_897, '16f95291d2f47c944d3c2b19390bba7965666555c1ea2a0bdc850d1fab45612f'),
  file('preprocessor_config.json', 340, '7ccc62c6f2765af1f3b46c00c9b5894426835a05021c8b9c01eecb6dfb542711'),
  file('tokenizer.json', 2_480_617, '6d8cbd7cd0d8d5815e478dac67b85a26bbe77c1f5e0c6d76d1ce2abc0e5f21ca'),
  file('tokenizer_config.json', 282_843, '844b642c73a91359722f47b35705f7174686df33d252695d8572cf9ac03a6389'),
];

const turbo = {
  ...huggingFace('onnx-community/whisper-large-v3-turbo', '360ebcde2559d60bb474678be3c1de9ef347d01a'),
  licence: 'MIT, as the original of OpenAI; the export states none',
};

export const catalogue: Catalogue = {
  // Large files of Hugging Face come from hosts below hf.co.
  origins: [
    'https://huggingface.co',
    'https://*.huggingface.co',
    'https://*.hf.co',
    'https://raw.githubusercontent.com',
  ],
  models: [
    {
      name: 'bert-large-conll03',
      about: 'names in English text: dbmdz/bert-large-cased-finetuned-conll03-english, ONNX by protectai, fp32',
      engine: { setting: 'NER_ENGINES', name: 'bert' },
      setting: 'NER_BERT_MODEL',
      ...huggingFace(
        'protectai/bert-large-cased-finetuned-conll03-english-onnx',
        '793b1b4acab11b778556eff859b2124996b96c3a',
      ),
      licence: 'MIT, as the export states; the original states none',
      files: [
        file('config.json', 1_200),
        file('vocab.txt', 213_000),
        file('tokenizer.json', 669_000),
        file('model.onnx', 1_330_000_000),
      ],
    },
    {
      name: 'bge-small-en',
      about: 'meaning of English text, 384 dimensions: BAAI/bge-small-en-v1.5, ONNX by its authors, fp32',
      engine: { setting: 'EMBED_ENGINES', name: 'onnx' },
      setting: 'EMBED_ONNX_MODEL',
      also: 'EMBED_ONNX_POOLING=cls and EMBED_ONNX_QUERY_PREFIX="Represent this sentence for searching relevant passages:"',
      ...huggingFace('BAAI/bge-small-en-v1.5', '5c38ec7c405ec4b44b94cc5a9bb96e735b38267a'),
      licence: 'MIT',
      files: [
        file('config.json', 743, '094f8e891b932f2000c92cfc663bac4c62069f5d8af5b5278c4306aef3084750'),
        file('vocab.txt', 231_508, '07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3'),
        file('tokenizer.json', 711_396, 'd241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66'),
        file('tokenizer_config.json', 366, '9261e7d79b44c8195c1cada2b453e55b00aeb81e907a6664974b4d7776172ab3'),
        file('onnx/model.onnx', 133_093_490, '828e1496d7fabb79cfa4dcd84fa38625c0d3d21da474a00f08db0f559940cf35'),
      ],
    },
    {
      name: 'whisper-base-q8',
      about: 'speech, many languages, small: openai/whisper-base, ONNX by onnx-community, 8 bit',
      ...whisper,
      also: 'ASR_WHISPER_DTYPE=q8',
      ...huggingFace('onnx-community/whisper-base', '1846881b6b3a3024392c1eea3ad983695bc23925'),
      licence: 'Apache-2.0, as the original of OpenAI; the export states none',
      files: [
        file('config.json', 2_243, 'f4d0608f7d918166da7edb3e188de5ef1bfe70d9802e785d271fd88111e9cf4b'),
        file('generation_config.json', 3_832, '61070cf8de25b1e9256e8e102ded49d8d24a8369ed36ef84fdf21549e68125a0'),
        file('preprocessor_config.json', 339, 'a6a76d28c93edb273669eb9e0b0636a2bddbb1272c3261e47b7ca6dfdbac1b8d'),
        file('tokenizer.json', 2_480_466, '27fc476bfe7f17299480be2273fc0608e4d5a99aba2ab5dec5374b4482d1a566'),
        file('tokenizer_config.json', 282_682, '2e036e4dbacfdeb7242c7d4ec4149f4a16e86026048f94d1637e3a8ee9c6a573'),
        file(
          'onnx/encoder_model_quantized.onnx',
          23_201_314,
          '5862993336bf33acd23736071aae2b32261d3b1b2f37780194460d4ef974dd46',
        ),
        file(
          'onnx/decoder_model_merged_quantized.onnx',
          53_693_315,
          'fa3ef9902734ce5ae6f9ef2bdb2ba9a6c4b5785b09f4f420ce036573dc9d090b',
        ),
      ],
    },
    {
      name: 'whisper-large-v3-turbo-q8',
      about: 'speech, many languages, for a CPU: openai/whisper-large-v3-turbo, ONNX by onnx-community, 8 bit',
      ...whisper,
      also: 'ASR_WHISPER_DTYPE=q8',
      ...turbo,
      files: [
        ...turboFiles,
        file('onnx/encoder_model_quantized.onnx', null),
        file('onnx/decoder_model_merged_quantized.onnx', null),
      ],
    },
    {
      name: 'whisper-large-v3-turbo-fp16',
      about: 'speech, many languages, for CUDA: openai/whisper-large-v3-turbo, ONNX by onnx-community, 16 bit',
      ...whisper,
      also: 'ASR_WHISPER_DTYPE=fp16 and ASR_WHISPER_DEVICE=cuda',
      ...turbo,
      files: [
        ...turboFiles,
        file(
          'onnx/encoder_model_fp16.onnx',
          1_274_342_603,
          'fdadc70836e6b028fd5e580417c312208dad073d2d01e509e2d127c1373399d8',
        ),
        // Its size nobody published; its hash is what counts.
        file(
          'onnx/decoder_model_merged_fp16.onnx',
          null,
          'fdf10afca73a0c7bf87286cfb96cf7028a9edbc9bb02512509a526f95b126c9d',
        ),
      ],
    },
    {
      name: 'tessdata-best',
      about: 'English and page orientation for the program tesseract, the better and slower kind',
      engine: { setting: 'OCR_ENGINES', name: 'tesseract' },
      setting: 'OCR_TESSERACT_BEST_DATA',
      optional: true,
      page: 'https://github.com/tesseract-ocr/tessdata_best',
      base: 'https://raw.githubusercontent.com/tesseract-ocr/tessdata_best/4.1.0/',
      licence: 'Apache-2.0',
      files: [
        file('eng.traineddata', 15_400_601, '8280aed0782fe27257a68ea10fe7ef324ca0f8d85bd2fd145d1c2b560bcb66ba'),
        file('osd.traineddata', 10_562_727, '9cf5d576fcc47564f11265841e5ca839001e7e6f38ff7f7aacf46d15a96b00ff'),
      ],
    },
  ],
};
