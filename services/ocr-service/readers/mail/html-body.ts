/** Turns the HTML of a mail into text with html-to-text: what a reader sees, in order, with its tables, quotes and signatures marked. */
import { compile, type DomNode, type FormatCallback, type FormatOptions } from 'html-to-text';
import type { Mark } from '../../../../shared/domain/structure.ts';
import { cleanText } from '../../../../shared/text/clean.ts';
import { isHidden } from './html-hidden.ts';
import { createSurvey, type Survey } from './html-survey.ts';
import { dataTable } from './html-table.ts';
import { resolveSentinels, sentinels, withoutSentinels, wrap } from './sentinels.ts';

/** Stretches of the text that the HTML itself sets apart. */
export interface HtmlText {
  text: string;
  /** `table` and `table-head` of data tables. */
  tables: Mark[];
  /** Elements that mail programs put around quoted mails; `soft` ones are quotes only below an attribution line. */
  quotes: { start: number; end: number; soft: boolean }[];
  signatures: { start: number; end: number }[];
  /** Targets of links, each once. */
  links: string[];
  /** Stretches of text that no reader sees and that were left out. */
  hidden: number;
  /** Places nested too deep to be read. */
  cut: number;
}

/** Mails nest tables and quotes, but not like this; each level costs stack. */
const mostNested = 300;
/** The parser keeps open elements in a list that it moves at every tag; beyond this many it would take hours. */
const mostOpen = 10_000;
const voids = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i;
const mostLinks = 200;
const mostLinkLength = 2_000;

const block = (breaks: number): FormatOptions => ({ leadingLineBreaks: breaks, trailingLineBreaks: breaks });

const blocks = (tags: string, breaks: number): Record<string, [name: string, options: FormatOptions]> =>
  Object.fromEntries(tags.split(' ').map(tag => [tag, ['block', block(breaks)]]));

/** Formatters of html-to-text by element; all others are inline. */
const formats: Readonly<Record<string, [name: string, options: FormatOptions]>> = {
  ...blocks('h1 h2 h3 h4 h5 h6 p dl fieldset', 2),
  ...blocks('article aside div footer form header main nav section center address li dt dd blockquote hr legend', 1),
  ...blocks('table tbody thead tfoot tr td th caption figure', 1),
  br: ['lineBreak', {}],
  wbr: ['wbr', {}],
  ol: ['orderedList', block(2)],
  ul: ['unorderedList', { ...block(2), itemPrefix: '- ' }],
  pre: ['pre', block(2)],
};

/** Elements whose content is no text, and those that load something: nothing is ever fetched. */
const skipped = new Set(['style', 'script', 'title', 'img', 'template', 'object', 'iframe', 'svg', 'map']);

interface Found {
  survey?: Survey;
  links: Set<string>;
  hidden: number;
}

/** Reads a body part. Never touches the network. */
export function htmlBody(html: string): HtmlText {
  const found: Found = { links: new Set(), hidden: 0 };
  const raw = toText(withoutAbyss(withoutSentinels(html)), found);
  const { text, tables, quotes, signatures, cut } = resolveSentinels(cleanText(raw));
  return { text, tables, quotes, signatures, cut, links: [...found.links], hidden: found.hidden };
}

/** Makes opening tags without effect while too many are open, as only hostile HTML has them. Linear. */
function withoutAbyss(html: string): string {
  let open = 0;
  return html.replace(/<(\/?)([A-Za-z][A-Za-z0-9:-]{0,20})/g, (tag, closes: string, name: string) => {
    if (closes) open = Math.max(0, open - 1);
    else if (voids.test(name)) return tag;
    else if (open >= mostOpen) return '<wbr';
    else open++;
    return tag;
  });
}

const element: FormatCallback = (elem, walk, builder) => {
  // The library hands its second argument on under a name that its types leave out.
  const found = (builder as unknown as { metadata: Found }).metadata;
  found.survey ??= createSurvey(elem);
  if (skipped.has(elem.name ?? '')) return;
  const { survey } = found;
  const hide = (node: DomNode): boolean => {
    if (!isHidden(node)) return false;
    if (survey.textLength(node) > 0) found.hidden++;
    return true;
  };
  if (hide(elem)) return;
  if (elem.name === 'a') noteLink(elem, found);
  if (elem.name === 'table' && survey.isDataTable(elem)) {
    dataTable(hide)(elem, walk, builder, {});
    return;
  }
  const role = roleOf(elem);
  const [name, options] = formats[elem.name ?? ''] ?? ['inline', {}];
  if (!role) {
    format(builder, name)(elem, walk, builder, options);
    return;
  }
  builder.openBlock({ leadingLineBreaks: 1 });
  walk(elem.children ?? [], builder);
  builder.closeBlock({ trailingLineBreaks: 1, blockTransform: text => wrap(role, text) });
};

/** Compiled once: the library turns the list of selectors into a tree, which takes longer than a short mail. */
const toText = compile({
  wordwrap: false,
  preserveNewlines: false,
  // A no-break space is layout here; zero-width spaces fill preview lines.
  whitespaceCharacters: ' \t\r\n\f\u00a0\u200b\ufeff',
  limits: { maxInputLength: Number.MAX_SAFE_INTEGER, maxDepth: mostNested, ellipsis: sentinels.cut },
  // Everything: gateways write their notices behind the end of the page.
  baseElements: { selectors: [], returnDomByDefault: true },
  formatters: { element },
  selectors: ['*', ...Object.keys(formats), 'a', 'img'].map(selector => ({ selector, format: 'element' })),
}) as (html: string, metadata: Found) => string;

const format = (builder: Parameters<FormatCallback>[2], name: string): FormatCallback => {
  const formatter = builder.options.formatters?.[name];
  if (!formatter) throw new TypeError(`html-to-text has no formatter ${name}`);
  return formatter;
};

function noteLink(elem: DomNode, { links }: Found): void {
  const target = elem.attribs?.href?.trim() ?? '';
  if (links.size < mostLinks && target.length <= mostLinkLength && /^(?:https?|mailto|ftp):/i.test(target)) {
    links.add(cleanText(target));
  }
}

const quoteClass = /(?:^|\s)(?:gmail_quote|yahoo_quoted|protonmail_quote|zmail_extra|tutanota_quote)(?:_\w+)?(?:\s|$)/i;
const signatureName =
  /^(?:x_)*(?:gmail_signature|moz-signature|applemailsignature|signature|ms-outlook-mobile-signature|yahoo-signature|ymail_android_signature|protonmail_signature_block(?:-user)?|outlooksignature|mobile-signature|divtagdefaultsignature)$/i;

/** Marks that mail programs leave on what they quote and sign; class `gmail_quote` on a `div` also holds forwards and answers. */
function roleOf(elem: DomNode): 'quote' | 'softQuote' | 'signature' | undefined {
  const { class: classes = '', id = '', type = '' } = elem.attribs ?? {};
  if (elem.name === 'blockquote') return type === 'cite' || quoteClass.test(classes) ? 'quote' : 'softQuote';
  if (/^(?:yahoo_quoted)/i.test(id) || /(?:^|\s)yahoo_quoted(?:\s|$)/i.test(classes)) return 'quote';
  if (signatureName.test(id) || classes.split(/\s+/).some((name: string) => signatureName.test(name)))
    return 'signature';
  return undefined;
}
