/** Reads the rich text that Outlook keeps of a message: HTML or plain text wrapped in it (MS-OXRTFEX). */
import { decompressRTF } from '@kenjiuno/decompressrtf';
import { deEncapsulateSync } from 'rtf-stream-parser';
import type { MailBody } from './message.ts';

/** Windows code pages that the Encoding Standard knows by other names. */
const names: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  cp65001: 'utf-8',
  cp10000: 'macintosh',
};

/** Bytes of a Windows code page as text; code pages that are not known are read as the Western one. */
export function decodeCodePage(bytes: Uint8Array, codePage: string): string {
  const label = names[codePage.toLowerCase()] ?? codePage;
  try {
    return new TextDecoder(label).decode(bytes);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The body wrapped in PR_RTF_COMPRESSED; undefined when the rich text is the original and nothing is wrapped in it. */
export function rtfBody(compressed: Uint8Array): MailBody | undefined {
  try {
    const rtf = Buffer.from(decompressRTF([...compressed]));
    const { mode, text } = deEncapsulateSync(rtf, { decode: (bytes, codePage) => decodeCodePage(bytes, codePage) });
    return mode === 'html' ? { html: String(text) } : { plain: String(text) };
  } catch (thrown) {
    // The library has one kind of error for damage and for rich text that wraps nothing: either way there is no body.
    if (thrown instanceof RangeError) throw thrown;
    return undefined;
  }
}
