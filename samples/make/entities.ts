/** Which names in which files are the same thing, and which look alike but are not. */
import type { EntityPair } from '../truth.ts';

type Place = [file: string, text: string];

const pair = (why: string, [fileA, textA]: Place, [fileB, textB]: Place): EntityPair => ({
  why,
  a: { file: fileA, text: textA },
  b: { file: fileB, text: textB },
});

export const sameEntity: EntityPair[] = [
  pair(
    'capitals',
    ['01-complaint.pdf', 'Halvorsen Marine Systems, Inc.'],
    ['06-rejection-letter.txt', 'HALVORSEN MARINE SYSTEMS, INC.'],
  ),
  pair(
    'capitals',
    ['04-supply-agreement.pdf', 'Brightwater Composites LLC'],
    ['14-motion-to-compel.pdf', 'BRIGHTWATER COMPOSITES LLC'],
  ),
  pair('capitals', ['01-complaint.pdf', 'Thomas R. Okafor'], ['05-deposition-okafor.txt', 'THOMAS R. OKAFOR']),
  pair(
    'text layer and scan',
    ['01-complaint.pdf', 'Robert Chen, Jr.'],
    ['09-test-report-scan.pdf', 'Robert Chen, Jr.'],
  ),
  pair(
    'text layer and fax',
    ['04-supply-agreement.pdf', 'Ingrid S. Halvorsen'],
    ['12-termination-fax.tif', 'Ingrid S. Halvorsen'],
  ),
  pair(
    'text layer and photo',
    ['01-complaint.pdf', 'Tidewater Laminates Company'],
    ['11-invoice-photo.jpg', 'Tidewater Laminates Company'],
  ),
  pair(
    'two ways to write a date',
    ['04-supply-agreement.pdf', 'March 1, 2021'],
    ['02-motion-to-dismiss.pdf', '1st day of March, 2021'],
  ),
  pair('a month in short', ['01-complaint.pdf', 'Nov. 18, 2022'], ['06-rejection-letter.txt', 'November 18, 2022']),
  pair('cents left out', ['01-complaint.pdf', '$4,812,600.00'], ['03-memorandum-order.pdf', '$4,812,600']),
  pair(
    'two ways to write a number',
    ['06-rejection-letter.txt', '(207) 555-0117'],
    ['04-supply-agreement.pdf', '207-555-0117'],
  ),
  pair(
    'the same case at other pages',
    ['02-motion-to-dismiss.pdf', 'Ashcroft v. Iqbal, 556 U.S. 662, 678 (2009)'],
    ['03-memorandum-order.pdf', 'Ashcroft v. Iqbal, 556 U.S. 662, 679 (2009)'],
  ),
  pair(
    'PDF and word processor',
    ['04-supply-agreement.pdf', 'Brightwater Composites LLC'],
    ['23-amendment-no-1.docx', 'BRIGHTWATER COMPOSITES LLC'],
  ),
  pair(
    'contract and testimony',
    ['23-amendment-no-1.docx', 'Harold P. Lindqvist'],
    ['31-deposition-fontaine.pdf', 'Harold P. Lindqvist'],
  ),
  pair(
    'letter and mail',
    ['24-response-to-rejection.docx', 'Marguerite L. Fontaine'],
    ['26-re-panels-overdue.eml', 'Marguerite L. Fontaine'],
  ),
  pair(
    'capitals',
    ['24-response-to-rejection.docx', 'WHITLOCK DUNNE & AMES, P.A.'],
    ['13-subpoena.png', 'Whitlock Dunne & Ames, P.A.'],
  ),
  pair(
    'print and Outlook',
    ['05-deposition-okafor.txt', 'David Reyes'],
    ['28-inspection-of-crates.msg', 'David Reyes'],
  ),
  pair(
    'punctuation of a number',
    ['24-response-to-rejection.docx', '302.555.0177'],
    ['13-subpoena.png', '302.555.0177'],
  ),
];

export const differentEntity: EntityPair[] = [
  pair(
    'father and son',
    ['05-deposition-okafor.txt', 'Robert Chen, Jr.'],
    ['05-deposition-okafor.txt', 'Robert Chen, Sr.'],
  ),
  pair('one surname, two persons', ['05-deposition-okafor.txt', 'David Reyes'], ['16-email-reyes.pdf', 'Daniel Reyes']),
  pair(
    'one first word, two companies',
    ['01-complaint.pdf', 'Brightwater Composites LLC'],
    ['01-complaint.pdf', 'Brightwater Coatings, Inc.'],
  ),
  pair(
    'a person and the company of that name',
    ['01-complaint.pdf', 'Ingrid S. Halvorsen'],
    ['01-complaint.pdf', 'Halvorsen Marine Systems, Inc.'],
  ),
  pair(
    'two days of one month',
    ['02-motion-to-dismiss.pdf', 'January 9, 2023'],
    ['02-motion-to-dismiss.pdf', 'January 12, 2023'],
  ),
  pair(
    'one day of two months',
    ['09-test-report-scan.pdf', 'November 18, 2022'],
    ['09-test-report-scan.pdf', 'December 18, 2022'],
  ),
  pair('a cent apart', ['15-damages-schedule.pdf', '$204,253.85'], ['15-damages-schedule.pdf', '$204,253.84']),
  pair(
    'two cases, one reporter',
    ['02-motion-to-dismiss.pdf', 'Ashcroft v. Iqbal, 556 U.S. 662, 678 (2009)'],
    ['02-motion-to-dismiss.pdf', 'Bell Atlantic Corp. v. Twombly, 550 U.S. 544, 570 (2007)'],
  ),
  pair(
    'one surname, two senders',
    ['28-inspection-of-crates.msg', 'David Reyes'],
    ['26-re-panels-overdue.eml', 'Daniel Reyes'],
  ),
  pair(
    'mail addresses a domain apart',
    ['28-inspection-of-crates.msg', 'dreyes@halvorsenmarine.example'],
    ['26-re-panels-overdue.eml', 'dreyes@brightwatercomposites.example'],
  ),
  pair(
    'the old date and the new one of an amendment',
    ['23-amendment-no-1.docx', 'August 15, 2022'],
    ['23-amendment-no-1.docx', 'March 1, 2021'],
  ),
  pair(
    'two pages of one production',
    ['24-response-to-rejection.docx', 'BWC-0004417'],
    ['24-response-to-rejection.docx', 'BWC-0004420'],
  ),
  pair(
    'two sections of one title',
    ['23-amendment-no-1.docx', '49 C.F.R. § 173.120(a)'],
    ['23-amendment-no-1.docx', '49 C.F.R. § 172.301'],
  ),
];
