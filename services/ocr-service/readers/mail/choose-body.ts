/** Decides which form of a mail's content becomes its text - plain or HTML, never both - and finds quotes and signatures in it. */
import type { Mark } from '../../../../shared/domain/structure.ts';
import { cleanText } from '../../../../shared/text/clean.ts';
import { type HtmlText, htmlBody } from './html-body.ts';
import { joinSpans, type Line, linesOf, type Span, touches } from './lines.ts';
import type { MailAddress, MailBody, MailHeaders } from './message.ts';
import { findQuotes, type QuoteResult } from './quotes.ts';
import { findSignature } from './signature.ts';

export interface BodyText {
  text: string;
  form: 'text' | 'html';
  /** In order; none overlap but heads within their tables. */
  marks: Mark[];
  links: string[];
  hidden: number;
  cut: number;
}

/** A plain form with less than this share of the words of the HTML is a stub. */
const stubShare = 0.35;
const stubWords =
  /\b(?:html[- ](?:e-?mail|capable|compatible|enabled|format|version)|(?:view|read|open|see|display)\b.{0,60}\b(?:html|browser|online|web version)|does(?: not|n['’]t) (?:support|display) html|requires? (?:an? )?html)/i;

/** The text of one body with its marks; undefined if there is nothing to read in it. */
export function bodyText(body: MailBody, headers: MailHeaders): BodyText | undefined {
  const plain = body.plain === undefined ? '' : tidyPlain(body.plain);
  const html = body.html === undefined ? undefined : usefulHtml(body.html, plain);
  const chosen = html && (!plain || isStub(plain, html.text)) ? html : undefined;
  const text = chosen?.text ?? plain;
  if (!text) return undefined;
  return {
    text,
    form: chosen ? 'html' : 'text',
    marks: marksOf(text, headers, chosen),
    links: (chosen ?? html)?.links ?? [],
    hidden: chosen?.hidden ?? 0,
    cut: chosen?.cut ?? 0,
  };
}

/** The HTML is read even beside plain text: for the comparison, and for the targets of its links. */
function usefulHtml(source: string, plain: string): HtmlText | undefined {
  const html = htmlBody(source);
  return html.text || !plain ? html : undefined;
}

/** As written, without the blank lines around it. */
const tidyPlain = (text: string): string =>
  cleanText(text)
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd();

function isStub(plain: string, html: string): boolean {
  const [few, many] = [countWords(plain), countWords(html)];
  return few < stubShare * many || (few < 0.8 * many && few < 60 && stubWords.test(plain.slice(0, 2_000)));
}

const countWords = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

function marksOf(text: string, headers: MailHeaders, html: HtmlText | undefined): Mark[] {
  const lines = linesOf(text);
  const answers = headers.inReplyTo !== undefined || headers.references.length > 0;
  const found = findQuotes({ text, lines, subject: headers.subject ?? '', answers, html: html?.quotes ?? [] });
  const signatures = signaturesOf(text, lines, headers.from[0], found, html);
  const tables = (html?.tables ?? []).filter(table => !touches(found.quotes, table) && !touches(signatures, table));
  const marks: Mark[] = [
    ...found.quotes.map(span => ({ kind: 'quoted' as const, ...span })),
    ...signatures.map(span => ({ kind: 'signature' as const, ...span })),
    ...tables,
  ];
  return marks.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** What the HTML says is a signature, and the one found at the end of the sender's last words. */
function signaturesOf(
  text: string,
  lines: readonly Line[],
  sender: MailAddress | undefined,
  { quotes, forwardedFrom }: QuoteResult,
  html: HtmlText | undefined,
): Span[] {
  const isOwn = (span: Span) => !touches(quotes, span);
  const stated = (html?.signatures ?? []).filter(span => isOwn(span) && span.end <= forwardedFrom && span.start > 0);
  // The last lines that are neither quoted nor forwarded.
  const to = lines.findLastIndex(line => line.trimmed !== '' && line.start < forwardedFrom && isOwn(line)) + 1;
  let from = to;
  while (from > 0 && isOwn(lines[from - 1] as Span) && (lines[from - 1] as Span).start < forwardedFrom) from--;
  const found = to > 0 ? findSignature({ lines, from, to, sender }) : undefined;
  return joinSpans([...stated, ...(found ? [found] : [])], text);
}
