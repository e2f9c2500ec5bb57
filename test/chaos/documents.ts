/** What a campaign sends: the small files of the sample matter, and letters, contracts, mails, archives and recordings from a seed. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { attachment, encodeMail, multipart, nestedMessage, textPart } from '../../samples/make/eml.ts';
import { createRandom } from '../../samples/make/random.ts';
import { encodeZip } from '../../samples/make/zip.ts';
import { babble, join as joinWaves, silence, wavFile } from '../support/wav.ts';

export interface CampaignFile {
  name: string;
  content: Buffer;
}

/** Read in milliseconds: nothing here has to go to OCR. */
const matterFiles = [
  '01-complaint.pdf',
  '05-deposition-okafor.txt',
  '06-rejection-letter.txt',
  '07-statute-extract.txt',
  '08-notice-of-deposition.txt',
  '14-motion-to-compel.pdf',
  '15-damages-schedule.pdf',
  '17-complaint (copy).pdf',
  '18-answer-damaged.pdf',
  '19-settlement-memo-password.pdf',
  '22-damages-model.xlsx',
  '23-amendment-no-1.docx',
  '24-response-to-rejection.docx',
  '25-panels-overdue.eml',
  '26-re-panels-overdue.eml',
  '27-fwd-panels-overdue.eml',
  '28-inspection-of-crates.msg',
  '29-second-production.zip',
];

/** A word that stands in every text and file name that is made here, and nowhere else. */
export const markerOf = (seed: number): string => `Zyxomarker${seed}q`;

/** `count` files, the same for the same seed. Names are unique; some files have the same bytes as another one. */
export async function campaignFiles(seed: number, count: number): Promise<CampaignFile[]> {
  const random = createRandom(seed + 7);
  const writer = createWriter(random, markerOf(seed));
  const files: CampaignFile[] = matterFiles
    .slice(0, Math.max(0, count - 20))
    .map(name => ({ name, content: readFileSync(join(import.meta.dirname, '../../samples/matter', name)) }));
  for (let n = files.length; n < count; n++) files.push(await writer.make(kindOf(n, count, random), n));
  return shuffled(files, random);
}

type Kind = 'letter' | 'long' | 'clauses' | 'pages' | 'mail' | 'zip' | 'recording' | 'copy';

/** One of each, whatever the count; then mostly letters. */
function kindOf(n: number, count: number, random: () => number): Kind {
  const recordings = Array<Kind>(count < 60 ? 1 : 8).fill('recording');
  const rare: Kind[] = ['long', 'clauses', 'pages', 'mail', 'zip', 'copy', ...recordings];
  const fromEnd = rare[count - 1 - n];
  if (fromEnd) return fromEnd;
  const share = random();
  if (share < 0.8) return 'letter';
  if (share < 0.86) return 'mail';
  if (share < 0.89) return 'copy';
  if (share < 0.94) return 'recording';
  if (share < 0.97) return 'long';
  return share < 0.98 ? 'clauses' : share < 0.99 ? 'pages' : 'zip';
}

const people = [
  'Ada Quill',
  'Tomas Brandt',
  'Lena Fourie',
  'Ibrahim Sesay',
  'Margit Dahl',
  'Owen Prater',
  'Nadia Haddad',
];
const companies = [
  'Harbor Line LLC',
  'Juniper & Vale, Inc.',
  'Corvid Freight Corp.',
  'Saltmarsh Holdings Ltd.',
  'Ostrander Bank',
];

function createWriter(random: () => number, marker: string) {
  const upTo = (most: number): number => Math.floor(random() * most);
  const pick = (list: readonly string[]): string => list[upTo(list.length)] as string;
  const sentence = (): string =>
    `On March ${1 + upTo(28)}, 20${10 + upTo(15)}, ${pick(people)} of ${pick(companies)} paid ${pick(companies)} USD ${1_000 + upTo(9_000)}.00 under No. ${1 + upTo(9)}:2${upTo(9)}-cv-${10_000 + upTo(9_999)}, see Doe v. Roe, ${500 + upTo(90)} F.3d ${1 + upTo(900)} (1st Cir. 2009).`;
  const letter = (n: number, paragraphs: number): string =>
    `LETTER ${n} ${marker}\n\nDear ${pick(people)},\n\n${Array.from({ length: paragraphs }, (_, p) => `${p + 1}. ${sentence()}`).join('\n\n')}\n\nSincerely,\n${pick(people)}\n`;
  /** Every article is a chunk: enough of them for the later stages to go in parts. */
  const clauses = (n: number): string =>
    `SUPPLY AGREEMENT ${n} ${marker}\n\n${Array.from({ length: 230 }, (_, p) => `ARTICLE ${p + 1}. DELIVERY OF LOT ${p + 1}\n\nThe Seller shall deliver lot ${p + 1} to ${pick(companies)}.`).join('\n\n')}\n`;
  /** Pages enough to be read in parts. */
  const pages = async (n: number): Promise<Buffer> => {
    const document = new PDFDocument({ compress: false, info: { CreationDate: new Date(0) } });
    const bytes = buffer(document);
    for (let page = 1; page <= 20; page++) {
      if (page > 1) document.addPage();
      document.text(`Exhibit ${n} ${marker}, page ${page}`).moveDown();
      for (let p = 0; p < 4; p++) document.text(sentence()).moveDown();
    }
    document.end();
    await once(document, 'end');
    return bytes;
  };
  const mail = (n: number, nested?: Buffer): Buffer =>
    encodeMail(
      {
        from: `${pick(people)} <sender${n}@example.org>`,
        to: ['Records <records@example.org>'],
        subject: `Delivery ${n} ${marker}`,
        date: 'Mon, 3 Oct 2022 09:12:44 -0400',
        messageId: `<${n}.${marker}@example.org>`,
      },
      multipart('mixed', `part-${n}-${nested ? 'outer' : 'inner'}`, [
        textPart('plain', letter(n, 2)),
        attachment(`${marker}-enclosure-${n}.txt`, 'text/plain', Buffer.from(letter(n, 4))),
        ...(nested ? [nestedMessage(`${marker}-nested-${n}.eml`, nested)] : []),
      ]),
    );
  const letters: Buffer[] = [];
  const makers: Record<Kind, (n: number) => Promise<[ending: string, content: Buffer]>> = {
    letter: async n => {
      const content = Buffer.from(letter(n, 2 + upTo(8)));
      letters.push(content);
      return ['txt', content];
    },
    long: async n => ['txt', Buffer.from(letter(n, 120))],
    clauses: async n => ['txt', Buffer.from(clauses(n))],
    pages: async n => ['pdf', await pages(n)],
    mail: async n => ['eml', mail(n, upTo(2) === 0 ? mail(n + 100_000) : undefined)],
    zip: async n => [
      'zip',
      encodeZip({ [`box 1/${marker}-${n}.txt`]: letter(n, 3), [`box 2/${marker}-${n}.eml`]: mail(n + 200_000) }),
    ],
    recording: async n => [
      'wav',
      wavFile(joinWaves(silence(0.3), babble(1 + (n % 5) / 10), silence(0.5 + (n % 97) / 100))),
    ],
    copy: async n => ['txt', letters[upTo(letters.length)] ?? Buffer.from(letter(n, 3))],
  };
  return {
    async make(kind: Kind, n: number): Promise<CampaignFile> {
      const [ending, content] = await makers[kind](n);
      return { name: `${marker}-${kind}-${n}.${ending}`, content };
    },
  };
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const mixed = [...list];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
  }
  return mixed;
}
