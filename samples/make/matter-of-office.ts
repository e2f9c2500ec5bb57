/** The files of the matter that come from an office: word processor, mail, archive, voicemail. */
import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { amendment } from '../papers/amendment.ts';
import { certificate } from '../papers/certificate.ts';
import { cureLetter } from '../papers/cure-letter.ts';
import { answer, call, crateNotes, forwarded, inside, openPoints, outlook, overdue } from '../papers/mails.ts';
import { costSheet, coverLetter, ovenRecord } from '../papers/production.ts';
import { voicemail } from '../papers/voicemail.ts';
import type { TruthChild } from '../truth.ts';
import { attachment, nestedMessage, textPart } from './eml.ts';
import { mailBytes, mailed, outlookMailed } from './mail-recipe.ts';
import { writePdf } from './pdf.ts';
import { type MadeFile, unreadable } from './recipes.ts';
import { setPaper } from './set-paper.ts';
import { wavDurationMs } from './wav.ts';
import { docxOf, wordProcessed, wordType } from './word-recipe.ts';
import { encodeXlsx } from './xlsx.ts';
import { encodeZip } from './zip.ts';

const child = (partPath: string, name: string, holds: string): TruthChild => ({
  partPath,
  name,
  state: 'completed',
  code: null,
  holds,
});

async function answerWithAttachments(): Promise<MadeFile> {
  const pdf = await writePdf(setPaper(certificate), { title: certificate.about.title, made: '2022-09-20' });
  return mailed(
    answer,
    [
      attachment('certificate-lot-2.pdf', 'application/pdf', pdf),
      attachment('open-points.docx', wordType, docxOf(openPoints)),
    ],
    [
      child('2', 'certificate-lot-2.pdf', 'conform to the Specifications in every respect'),
      child('3', 'open-points.docx', 'Part for Oven 3 ordered on September 26, 2022'),
    ],
    'a reply that quotes the message before and attaches a PDF and a DOCX',
  );
}

const production = (): MadeFile => ({
  ...unreadable(
    encodeZip({
      'letters/cover-letter.txt': coverLetter,
      'models/cost-sheet.xlsx': encodeXlsx(costSheet),
      'Prüfberichte/Ofen 3/2022-10-17.txt': ovenRecord,
    }),
    {
      why: 'an archive with folders, one of them not ASCII, and a member of a kind that is not read',
      mediaType: 'application/zip',
      expected: { state: 'completed', code: null },
    },
  ),
  children: [
    child('letters/cover-letter.txt', 'cover-letter.txt', 'Second production of Brightwater Composites LLC'),
    {
      partPath: 'models/cost-sheet.xlsx',
      name: 'cost-sheet.xlsx',
      state: 'excluded',
      code: 'I_UNSUPPORTED_TYPE',
      holds: null,
    },
    child('Prüfberichte/Ofen 3/2022-10-17.txt', '2022-10-17.txt', 'out of service, heating element 4'),
  ],
});

/** Spoken by a machine; how the recording was made is told in the README. */
async function spokenVoicemail(): Promise<MadeFile> {
  const bytes = await readFile(new URL('../papers/voicemail-fontaine.wav', import.meta.url));
  return {
    ...unreadable(bytes, {
      why: 'speech, and no engine for it yet',
      mediaType: 'audio/wav',
      expected: { state: 'failed', code: 'I_ENGINE_MISSING' },
    }),
    speech: { transcript: voicemail, durationMs: wavDurationMs(bytes) },
  };
}

/** By name, like `matter`. */
export const officeFiles: Record<string, () => MadeFile | Promise<MadeFile>> = {
  '23-amendment-no-1.docx': () =>
    wordProcessed(amendment, 'clauses numbered by a list, tracked changes, a comment, a table, a footnote, a text box'),
  '24-response-to-rejection.docx': () => wordProcessed(cureLetter, 'a letter without numbers'),
  '25-panels-overdue.eml': () => mailed(overdue, [], [], 'the first message of a thread, in text and HTML'),
  '26-re-panels-overdue.eml': answerWithAttachments,
  '27-fwd-panels-overdue.eml': () =>
    mailed(
      forwarded,
      [nestedMessage('Oven 3 logs.eml', mailBytes(inside)), textPart('calendar', call)],
      [child('2', 'Oven 3 logs.eml', 'There are no logs of a second cure')],
      'a message inside a message, and a calendar entry',
    ),
  '28-inspection-of-crates.msg': () =>
    outlookMailed(
      outlook,
      [{ name: 'crate-notes.txt', mediaType: 'text/plain', bytes: Buffer.from(crateNotes) }],
      [child('1', 'crate-notes.txt', 'core soft under the thumb')],
      'a message of Outlook with one attachment',
    ),
  '29-second-production.zip': production,
  '30-voicemail-fontaine.wav': spokenVoicemail,
};
