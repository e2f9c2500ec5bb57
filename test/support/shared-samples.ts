/** The files that are shared between projects, and the facts that must come out of each. */
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { ErrorCode } from '../../shared/errors.ts';
import { findProgram } from '../../shared/find-program.ts';

/** The folder beside the repository; absent on most machines. */
export const sharedSamplesFolder = join(import.meta.dirname, '../../../shared/samples');

export const hasSharedSamples = existsSync(sharedSamplesFolder);

const mediaTypes: Record<string, string> = {
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.tif': 'image/tiff',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.eml': 'message/rfc822',
  '.msg': 'application/vnd.ms-outlook',
  '.wav': 'audio/wav',
  '.flac': 'audio/flac',
  '.mp3': 'audio/mpeg',
};

/** Path and media type of a shared sample, by its key in {@link sharedSamples}. */
export const sharedSample = (name: string) => ({
  path: join(sharedSamplesFolder, name),
  mediaType: mediaTypes[extname(name)] ?? '',
});

export interface SampleFacts {
  /** The code it fails with; absent where it completes. */
  code?: ErrorCode;
  /** It completes, and something known is missing. */
  partial?: true;
  /** Turned away at the door: there is no document. */
  refused?: true;
  pages?: number;
  ocrPages?: number;
  /** Stand in the text, white space aside. */
  holds?: string[];
  /** Stand beside the text, as furniture. */
  furniture?: string[];
  /** Stand nowhere in the text. */
  lacks?: (string | RegExp)[];
  /** Values of mentions, as they are normalised. */
  mentions?: string[];
  warnings?: string[];
  /** Values in its properties, by path: `mail.subject`. A text is the beginning of the value. */
  properties?: Record<string, unknown>;
  /** Names of the files found inside it, each with how it ends. */
  children?: [fileName: string, state: string][];
  /** Length of a recording in milliseconds, within a hundredth. */
  durationMs?: number;
  turn?: number;
  /** The text as it should be, and the most that may differ (character error rate). */
  gold?: { file: string; most: number };
  /** Another sample with the same pages at its start, and the most that may differ. */
  like?: { file: string; most: number };
}

/** What the stand-in for a speech engine hears in every stretch; which words were said only a real one can tell. */
export const standInWords = 'spoken words of the stand-in';

/** What a recording comes to that only ffmpeg can open, where there is one and where there is none. */
const throughFfmpeg = (durationMs: number): SampleFacts =>
  findProgram(['ffmpeg'], process.env.PATH ?? '') === undefined
    ? { code: 'I_DECODER_MISSING' }
    : { holds: [standInWords], durationMs };

/** The facts of the manifest, and what follows from them. */
export const sharedSamples: Record<string, SampleFacts> = {
  'pdf/scotus-tarrant-v-herrmann-slip-opinion.pdf': {
    pages: 30,
    ocrPages: 2, // The last two pages are maps.
    holds: [
      'Argued April 23, 2013',
      'Decided June 13, 2013',
      'JUSTICE SOTOMAYOR delivered the opinion of the Court',
      '200 U. S. 321, 337',
      'TARRANT REGIONAL WATER DISTRICT',
      'Oklahoma’s portion of Reach II',
    ],
    furniture: ['Opinion of the Court', 'Cite as: 569 U. S. ____ (2013)'],
    lacks: ['Cite as: 569'],
  },
  'pdf/scotus-tarrant-syllabus-2p-scan.pdf': {
    pages: 2,
    ocrPages: 2,
    holds: [
      'TARRANT REGIONAL WATER DISTRICT v.',
      'prepared by the Reporter of Decisions for the convenience of the reader',
    ],
    like: { file: 'pdf/scotus-tarrant-v-herrmann-slip-opinion.pdf', most: 0.03 },
  },
  'pdf/tn-wcab-goodwin-1p-scan.pdf': {
    pages: 1,
    ocrPages: 1,
    holds: [
      'Charles R. Goodwin',
      '2017-03-1235',
      '80097-2017',
      '03:11 PM(CT)',
      'Lisa A. Lowe, Judge Docket No. 2017-03-1235',
    ],
  },
  'pdf/mo-ctapp-jagels-v-state.pdf': {
    pages: 5,
    holds: [
      'NICHOLE MARIE JAGELS',
      'No. ED108783',
      'Filed: January 19, 2021',
      'Rule 24.035',
      'Quigless',
      'Odenwald',
      'Dowd',
      // The columns of the caption, one after the other.
      'vs. STATE OF MISSOURI, Respondent. No. ED108783',
    ],
    mentions: ['2021-01-19'],
    furniture: [') ) ) ) ) ) ) ) )'],
  },
  'pdf/ca1-calvary-chapel-v-mills.pdf': {
    pages: 17,
    ocrPages: 0,
    holds: [
      'No. 20-1507',
      'CALVARY CHAPEL OF BANGOR',
      'December 22, 2020',
      '564 F.3d 40',
      '352 F.3d 490',
      '712 F.3d 6',
    ],
    mentions: ['2020-12-22', '564 F.3d 40', '352 F.3d 490', '712 F.3d 6'],
    furniture: ['00117684624', '- 5 -'],
    lacks: ['00117684624'],
  },
  'pdf/ca4-form-stamp-only-text-layer.pdf': {
    pages: 1,
    ocrPages: 1,
    holds: ['APPEARANCE OF COUNSEL FORM', 'North Carolina State Bar'],
    furniture: ['Appeal: 17-2218 Doc: 17 Filed: 10/31/2017 Pg: 1 of 1'],
  },
  'pdf/azd-bard-ivc-remand-order.pdf': {
    pages: 5,
    holds: [
      'No. MDL 15-02641-PHX-DGC',
      'SUGGESTION OF REMAND AND TRANSFER ORDER',
      'C. R. Bard, Inc. and Bard Peripheral Vascular, Inc. (collectively, “Bard”)',
    ],
    furniture: ['1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28'],
  },
  'pdf/taxcourt-bordelon-memo-2020-26.pdf': {
    pages: 32,
    ocrPages: 0,
    holds: [
      'T.C. Memo. 2020-26',
      '19031-13',
      '27735-13',
      '11905-14',
      'Filed February 20, 2020',
      '131 T.C. 185',
      '81 T.C. 821',
      '86 T.C. 360',
      '94 T.C. 439',
    ],
    mentions: ['2020-02-20', '131 T.C. 185', '81 T.C. 821', '86 T.C. 360', '94 T.C. 439'],
    lacks: [/- \d+ -/],
  },
  'pdf/tn-wcab-diaz-v-create-and-construct.pdf': {
    pages: 3,
    holds: [
      'Ruben Diaz',
      'Create and Construct, LLC',
      '2019-06-0263',
      '9687-2019',
      'Sep 13, 2019',
      'Kenneth M. Switzer',
    ],
  },
  'pdf/federal-register-85fr47698-three-columns.pdf': {
    pages: 15,
    holds: [
      'RIN 2120–AA64',
      'Vol. 85, No. 152',
      'Thursday, August 6, 2020',
      'Airworthiness Directives; The Boeing Company Airplanes',
      // Over the end of a line within a column, and from the foot of one column to the head of the next.
      'This proposed AD would also apply to a narrower set of airplanes than the superseded AD',
    ],
    furniture: ['Federal Register / Vol. 85, No. 152'],
    lacks: ['VerDate'],
    warnings: ['text.covered'],
  },
  'pdf/fbi-nics-2015-11-rotate90-table.pdf': {
    pages: 1,
    ocrPages: 0,
    turn: 270,
    holds: ['NICS Firearm Background Checks', 'Connecticut 9,631 11,594 5,072 134'],
  },
  'pdf/contract-cano-sponsorship.pdf': {
    pages: 4,
    holds: ['R. C. Boyd Enterprises, LLC', 'Cano Petroleum, Inc.', 'Honey Hole'],
  },
  'pdf/contract-gridiron-supply.pdf': { pages: 3, ocrPages: 0, holds: ['Gridiron BioNutrients', 'SUPPLY AGREEMENT'] },
  'pdf/contract-eton-development.pdf': {
    pages: 23,
    ocrPages: 0,
    holds: ['Exhibit 10.1', 'Certain information identified by bracketed asterisks', '[ * * * ]'],
  },
  'pdf/usc-title-1-chapter-1.pdf': {
    pages: 9,
    holds: ['§1. Words denoting number, gender, and so forth', 'Pub. L. 112–231', '126 Stat. 1619'],
  },
  'pdf/usdc-co-bad-redaction.pdf': {
    pages: 1,
    ocrPages: 0,
    holds: ['She answered . (Ex. 1 at p. 61 of 68'],
    lacks: ['disclose all relevant', '“Yes”', '“No”'],
    furniture: ['Case 1:21-cv-01061-KLM'],
    warnings: ['text.covered'],
  },
  'pdf/password-abc.pdf': { code: 'I_PASSWORD' },
  'pdf/broken-184-bytes.pdf': { code: 'I_DAMAGED' },
  'pdf/zero-bytes.pdf': { code: 'I_EMPTY_FILE', refused: true },
  'pdf/scan-rotated-90.pdf': {
    pages: 1,
    ocrPages: 1,
    turn: 90,
    holds: ['Docling bundles PDF document conversion to JSON and Markdown in an easy self contained package'],
  },
  'txt/cadc-ideal-electronic-security-1997.txt': {
    holds: [
      'Ideal Electronic Security Co., Inc.',
      'International Fidelity Insurance Company',
      '96-7169',
      '96-7186',
      'November 7, 1997',
    ],
  },
  'txt/contract-cano-sponsorship.txt': { holds: ['R. C. Boyd Enterprises, LLC', 'Honey Hole'] },
  'txt/contract-gridiron-supply.txt': { holds: ['Gridiron BioNutrients'] },
  'txt/utf16-bom.txt': { lacks: ['\0', '\ufeff', '\ufffd'] },
  'image/phototest.tif': {
    pages: 1,
    ocrPages: 1,
    turn: 0,
    gold: { file: 'image/phototest.gold.txt', most: 0.02 },
    holds: ['The quick brown dog jumped over the lazy fox.'],
  },
  'image/phototest-rotated-right.png': {
    pages: 1,
    ocrPages: 1,
    turn: 270,
    gold: { file: 'image/phototest.gold.txt', most: 0.02 },
  },
  // Six languages, read with English data.
  'image/eurotext.tif': {
    pages: 1,
    ocrPages: 1,
    holds: ['$43,456.78', '12.5%'],
    gold: { file: 'image/eurotext.txt', most: 0.06 },
  },
  'image/cfr-title5-two-columns.jpg': {
    pages: 1,
    ocrPages: 1,
    holds: ['SUBCHAPTER A—CIVIL SERVICE RULES', '§1.2 Extent of the competitive service', '5 U.S.C. 3301, 3302'],
  },
  'docx/doj-chapter13-trustee-handbook-1p.docx': {
    holds: [
      'The United States Trustee appoints and supervises standing trustees',
      '28 U.S.C. § 586(b)',
      '11 U.S.C. § 321',
      '28 C.F.R. § 58.6(a)(3)',
    ],
    mentions: ['28 U.S.C. § 586(b)', '11 U.S.C. § 321'],
    properties: { 'docx.words': 548 },
  },
  'docx/navy-discharge-review-decision.docx': {
    holds: ['MARCORSEPMAN 6210.6', 'Application Received: 20161018', 'Docket No. MD17-00012'],
    properties: { 'docx.words': 3064 },
  },
  'docx/tracked-changes.docx': {
    holds: ['Test files are good.', 'Tell the world how awesome test file is.'],
    lacks: ['for testing'],
    properties: { 'docx.trackedChanges.insertions': 5, 'docx.trackedChanges.deletions': 5, 'docx.paragraphs': 8 },
  },
  'docx/nested-tables.docx': {
    holds: ['Header Col 1 Header Col 2', 'Nested Table', 'A link example'],
    properties: { 'docx.tables': 4 },
  },
  'docx/comments.docx': {
    holds: ['This is the first paragraph that has a comment attached to it.'],
    properties: { 'docx.paragraphs': 5, 'docx.comments': 3 },
  },
  'eml/court-notice-jpml-nef.eml': {
    holds: ['Drury, Scott', 'Scott R Drury', 'CAC/2:21-cv-04360', '9 Oct 2022'],
    properties: {
      'mail.subject':
        'Activity in Case MDL No. 2967 IN RE: Clearview AI, Inc., Consumer Privacy Litigation Notice of Change of Address',
      'mail.date': '2022-10-09T15:14:08-04:00',
      'mail.body': 'html',
      'mail.messageId': '1139280@jpml.uscourts.gov',
    },
    children: [],
  },
  'eml/court-notice-ca11-nda.eml': {
    holds: ['United States Court of Appeals for the Eleventh Circuit', '22-11299'],
    properties: {
      'mail.subject': '22-11299-JJ Marjorie Taylor Greene v. Secretary of State for the State of Georgia',
      'mail.date': '2022-08-30',
    },
    children: [],
  },
  'eml/text-attachment.eml': {
    holds: ['Little to no content'],
    lacks: [/Little to no content[\s\S]*Little to no content/],
    properties: { 'mail.subject': 'Fake email with attachment', 'mail.body': 'text' },
    children: [['fake-attachment.txt', 'completed']],
  },
  'eml/outlook-attachment.msg': {
    holds: ['Little to no content'],
    properties: { 'mail.subject': 'Fake email with attachment', 'mail.date': '2022-12-23T12:08:48-06:00' },
    // The bytes came before, with the mail that is the same.
    children: [['fake-attachment.txt', 'duplicate']],
  },
  'eml/nested-digest.eml': {
    holds: ['dave@example.com'],
    properties: { 'mail.subject': 'Example Multipart Digest Email' },
    children: [
      ['message-1.eml', 'completed'],
      ['message-2.eml', 'completed'],
      ['message-3.eml', 'completed'],
    ],
  },
  'eml/unicode-attachments.eml': {
    properties: { 'mail.subject': 'Nodemailer is unicode friendly ✔' },
    children: [
      ['image.png', 'completed'],
      ['nyan cat ✔.gif', 'excluded'],
      ['notes.txt', 'completed'],
    ],
    warnings: ['mail.alternative'],
  },
  'eml/bounce-delivery-status.eml': {
    holds: ['An error occurred while trying to deliver the mail', 'Status: 5.1.1'],
    properties: { 'mail.subject': 'Delivery Status Notification (Failure)' },
    children: [['message-1.eml', 'completed']],
    warnings: ['mail.deliveryReport'],
  },
  'eml/encrypted-pgp.eml': {
    partial: true,
    holds: ['From: Michael Elkins <elkins@aero.org>'],
    warnings: ['mail.encrypted'],
  },
  'audio/librivox-austen-0870.wav': { holds: [standInWords], durationMs: 7_100 },
  'audio/librivox-austen-0880.wav': { holds: [standInWords], durationMs: 2_990 },
  'audio/silence-1s.wav': { warnings: ['audio.silent'], durationMs: 1_000 },
  'audio/jfk-inaugural-11s.flac': throughFfmpeg(11_000),
  'audio/librivox-wilde-10s.mp3': throughFfmpeg(10_000),
};
