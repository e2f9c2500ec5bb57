/** Words by which mail programs introduce the mail they answer or forward, in the languages they speak. */

/** The labels of a quoted mail's header block, by field; each language's program writes them as `Label: value`. */
const labels = {
  from: 'from|von|de|da|van|från|fra|od|от|发件人|寄件者|差出人|lähettäjä',
  date: 'sent|date|gesendet|datum|envoyé|envoyée|enviado|enviada|fecha|data|inviato|verzonden|skickat|dato|sendt|wysłane|отправлено|дата|发送时间|日期|送信日時|lähetetty',
  to: 'to|an|à|a|para|aan|till|til|do|кому|收件人|宛先|vastaanottaja',
  cc: 'cc|bcc|kopie|copie|kopia|kopi|копия|抄送',
  subject: 'subject|betreff|objet|asunto|oggetto|onderwerp|assunto|ämne|emne|temat|тема|主题|主旨|件名|aihe',
  other: 'reply-to|importance|attachments|organization',
} as const;

export type HeaderLabel = keyof typeof labels;

const labelPattern = new RegExp(
  `^[*_]{0,2}(?:${Object.entries(labels)
    .map(([field, words]) => `(?<${field}>${words})`)
    .join('|')})\\s?[*_]{0,2}\\s?[:：]`,
  'iu',
);

/** Which field of a quoted header block a line states, if it is such a line. */
export function headerLabel(line: string): HeaderLabel | undefined {
  const { groups } = labelPattern.exec(line.slice(0, 60)) ?? {};
  if (!groups) return undefined;
  return (Object.keys(labels) as HeaderLabel[]).find(field => groups[field] !== undefined);
}

/** `Sent:` as Outlook says it, where other programs and people write `Date:`. */
export const isSentLabel = (line: string): boolean =>
  /^[*_]{0,2}(?:sent|gesendet|envoyé|enviado|enviada|inviato|verzonden|skickat|sendt|wysłane|отправлено|发送时间|送信日時|lähetetty)[*_]{0,2}\s?[:：]/iu.test(
    line.slice(0, 60),
  );

const dashes = '[-–—_=*]{2,40}';

const originals = [
  'original message',
  'original appointment',
  'reply message',
  'message from',
  'ursprüngliche nachricht',
  'originalnachricht',
  "message d['’]origine",
  'message original',
  'mensaje original',
  'mensagem original',
  'messaggio originale',
  'oorspronkelijk bericht',
  'ursprungligt meddelande',
  'originalmeddelande',
  'opprinnelig melding',
  'oprindelig meddelelse',
  'oryginalna wiadomość',
  'wiadomość oryginalna',
  'исходное сообщение',
  'пересылаемое сообщение',
  '原始邮件',
  '原始郵件',
];

const forwards = [
  'forwarded message',
  'forwarded by [^\\n]{1,80}',
  'forwarded message from [^\\n]{1,80}',
  'begin forwarded message',
  'begin forward message',
  'weitergeleitete nachricht',
  'anfang der weitergeleiteten (?:nachricht|e-mail)',
  'message transféré',
  'début du message (?:transféré|réexpédié)',
  'mensaje reenviado',
  'inicio del mensaje reenviado',
  'messaggio inoltrato',
  'inizio messaggio inoltrato',
  'doorgestuurd bericht',
  'begin doorgestuurd bericht',
  'mensagem encaminhada',
  'início da mensagem (?:reencaminhada|encaminhada)',
  'vidarebefordrat meddelande',
  'videresendt (?:melding|meddelelse)',
  'wiadomość przekazana',
  'пересланное сообщение',
  '转发邮件',
  '轉寄郵件',
];

const original = new RegExp(`^\\s?${dashes}\\s?(?:${originals.join('|')})\\s?:?\\s?${dashes}\\s*$`, 'iu');
const forwardDashed = new RegExp(`^\\s?${dashes}\\s?(?:${forwards.join('|')})\\s?:?\\s?(?:${dashes})?\\s*$`, 'iu');
const forwardBare = new RegExp(
  `^(?:${forwards.filter(words => /^(?:begin|anfang|début|inicio|inizio|início)/.test(words)).join('|')})\\s?:$`,
  'iu',
);

const mostLine = 200;

/** `-----Original Message-----` and its likes: below stands a mail that is answered or forwarded. */
export const isOriginalLine = (line: string): boolean => line.length < mostLine && original.test(line);

/** `---------- Forwarded message ---------`, `Begin forwarded message:` and their likes. */
export const isForwardLine = (line: string): boolean =>
  line.length < mostLine && (forwardDashed.test(line) || forwardBare.test(line.trim()));

/** Endings and beginnings of attribution lines: `On Monday, March 4, 2024, Jane Doe wrote:`. */
const attributions: readonly (readonly [start: RegExp, end: RegExp])[] = [
  [/^on\b/i, /\b(?:wrote|writes)\s?[:：]?$/i],
  [/^(?:am|den)\b/i, /\b(?:schrieb|geschrieben)\b.{0,120}[:：]$/i],
  [/^le\b/i, /\ba écrit\s?[:：]$/i],
  [/^el\b/i, /\bescribió\s?[:：]$/i],
  [/^(?:il(?: giorno)?|in data)\b/i, /\bha scritto\s?[:：]$/i],
  [/^op\b/i, /\b(?:schreef|geschreven)\b.{0,120}[:：]$/i],
  [/^(?:em|no dia|a)\b/i, /\bescreveu\s?[:：]$/i],
  [/^(?:den|på|på)\b/i, /\b(?:skrev|skrifter)\b.{0,120}[:：]$/i],
  [/^(?:w dniu|dnia)\b/i, /\bnapisał(?:\(a\)|a)?\s?[:：]$/i],
  [/^\d/, /(?:\bwrote|пишет|написал(?:\(а\)|а)?|写道|написал)\s?[:：]$/i],
];

/** A name or address and `wrote:` on one line, without a date. */
const shortAttribution =
  /^[^\s>][^\n]{0,100}\b(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev)\s?:$/i;

/** Whether lines joined by a space are an attribution; `sure` if they name a day or time. */
export function attribution(joined: string): 'sure' | 'perhaps' | undefined {
  const text = joined.trim();
  if (text.length > 400 || text.length < 6) return undefined;
  const dated = /\d{1,2}[:.hH]\d{2}|\b\d{4}\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}/.test(text);
  if (dated && attributions.some(([start, end]) => start.test(text) && end.test(text))) return 'sure';
  return shortAttribution.test(text) ? 'perhaps' : undefined;
}

/** A first line of an attribution, before its end is known. */
export const mayStartAttribution = (line: string): boolean =>
  attributions.some(([start]) => start.test(line)) ||
  /\b(?:wrote|schrieb|écrit|escribió|scritto|schreef|escreveu|skrev)\b/i.test(line.slice(0, 200));

const forwardPrefix = /^\s*(?:fwd?|wg|tr|rv|enc|i|doorst|vs|vb|pd|转发|轉寄)\s?[:：]/i;
const replyPrefix = /^\s*(?:re|aw|antw?|sv|odp|r|res|rif|回复|回覆|答复)\s?(?:\[\d+\])?\s?[:：]/i;

/** What the subject says the mail is. */
export const subjectSays = (subject: string): 'forward' | 'reply' | undefined =>
  forwardPrefix.test(subject) ? 'forward' : replyPrefix.test(subject) ? 'reply' : undefined;
