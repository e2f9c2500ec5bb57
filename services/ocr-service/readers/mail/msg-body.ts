/** The content of an Outlook message, from whichever of its forms there is. */
import type { FieldsData } from '@kenjiuno/msgreader';
import type { Warning } from '../../../../queues/stage.ts';
import type { MailBody } from './message.ts';
import { decodeCodePage, rtfBody } from './rtf-body.ts';

/** Plain text and HTML as stored; the rich text is unwrapped only if neither is there. */
export function msgBodies(fields: FieldsData): { bodies: MailBody[]; warnings: Warning[] } {
  const { body, bodyHtml, html, compressedRtf, internetCodepage } = fields;
  const page = html?.length ? decodeHtml(html, internetCodepage) : bodyHtml;
  const stored: MailBody = { ...(body?.trim() && { plain: body }), ...(page?.trim() && { html: page }) };
  if (stored.plain !== undefined || stored.html !== undefined) return { bodies: [stored], warnings: [] };
  if (!compressedRtf?.length) return { bodies: [], warnings: [] };
  const unwrapped = rtfBody(compressedRtf);
  if (unwrapped) return { bodies: [unwrapped], warnings: [] };
  return { bodies: [], warnings: [{ code: 'mail.richTextOnly', count: 1, missing: true }] };
}

/** The code page of the message says how its HTML is stored; UTF-8 is tried first, which it hardly ever is by chance. */
function decodeHtml(html: Uint8Array, codePage: number | undefined): string {
  const utf8 = new TextDecoder('utf-8').decode(html);
  return utf8.includes('\ufffd') && codePage && codePage !== 65001 ? decodeCodePage(html, `cp${codePage}`) : utf8;
}

/** When and where, if the message is an appointment. */
export function msgReports({ apptStartWhole, apptEndWhole, apptLocation, location }: FieldsData): string[] {
  const place = apptLocation ?? location;
  if (!apptStartWhole) return [];
  const lines = [
    `Start: ${apptStartWhole}`,
    ...(apptEndWhole ? [`End: ${apptEndWhole}`] : []),
    ...(place ? [`Location: ${place}`] : []),
  ];
  return [lines.join('\n')];
}
