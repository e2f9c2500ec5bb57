/** The truth of the sample matter as labelled records. */
import { fileURLToPath } from 'node:url';
import { readTruth, sampleFile, type Truth, type TruthContent, type TruthFile } from '../../samples/truth.ts';
import type { MentionType } from '../../shared/domain/rows.ts';
import { type LabelledRecord, type LoadedRecord, labelledRecord } from './record.ts';

/** Lists of the truth, and the type of what they list. */
const lists = {
  persons: 'PERSON',
  organizations: 'ORGANIZATION',
  dates: 'DATE',
  amounts: 'MONEY',
  citations: 'CASE_CITATION',
  statutes: 'STATUTE',
  emails: 'EMAIL',
  phones: 'PHONE',
  durations: 'DURATION',
  percents: 'PERCENT',
  regulations: 'REGULATION',
  addresses: 'ADDRESS',
  bates: 'BATES',
} as const satisfies Partial<Record<keyof TruthContent, MentionType>>;

/** Lists that name every one there is: `make.test.ts` looks for what they forgot. The others say what was missed only. */
const complete: MentionType[] = ['MONEY', 'EMAIL', 'PHONE', 'PERCENT', 'REGULATION', 'BATES'];

/** The matter as records, and its truth for what a record cannot say: pairs of places. */
export interface MatterRecords {
  records: LoadedRecord[];
  truth: Truth;
}

/** Every file of the matter from which text must come. */
export async function matterRecords(): Promise<MatterRecords> {
  const truth = await readTruth();
  const readable = truth.files.filter(({ content, expected }) => content && expected.state === 'completed');
  return { truth, records: readable.map(recordOf) };
}

function recordOf(file: TruthFile): LoadedRecord {
  const { content } = file;
  if (!content) throw new Error(`${file.name} has no content`);
  const record: LabelledRecord = labelledRecord.parse({
    file: fileURLToPath(sampleFile(file.name)),
    spans: spansOf(content),
    labelsAnnotated: complete,
    clauses: content.clauses.map(({ text }) => ({ quote: text })),
    headings: content.headings.map(quote => ({ quote })),
    facts: factsOf(content),
    category: content.category,
    anchors: file.anchors,
    ...wordTruth(file),
    ...(file.mail && { mail: mailTruth(file.mail) }),
  });
  return { ...record, name: file.name };
}

/** Every place at which a listed spelling stands. */
const spansOf = (content: TruthContent) =>
  Object.entries(lists).flatMap(([list, label]) =>
    content[list as keyof typeof lists].map(({ text, value }) => ({ quote: text, label, value, occurrence: 'all' })),
  );

function factsOf(content: TruthContent) {
  const single = {
    title: content.title,
    docket: content.docket,
    court: content.court,
    judge: content.judge,
    governing_law: content.governingLaw,
    effective_date: content.effectiveDate,
    filing_date: content.filingDate,
    term: content.term,
  };
  return [
    ...Object.entries(single).flatMap(([kind, value]) => (value === null ? [] : [{ kind, value }])),
    ...content.parties.map(({ name, role }) => ({ kind: 'party', value: name, role })),
    ...content.counsel.map(({ name }) => ({ kind: 'counsel', value: name })),
  ];
}

const wordTruth = ({ word, pages }: TruthFile) =>
  word ? { words: pages.map(page => page.text).join('\n'), labels: word.paragraphs } : {};

const mailTruth = ({
  from,
  to,
  cc,
  subject,
  date,
  messageId,
  inReplyTo,
  references,
}: NonNullable<TruthFile['mail']>) => ({
  ...{ from, to, cc, subject, date, messageId, references },
  ...(inReplyTo && { inReplyTo }),
});
