/** Gives every part of a mail its role: words of the mail, a document of its own, or something only named. */
import type { Warning } from '../../../../queues/stage.ts';
import type { MimePart } from './mime-tree.ts';

/** One piece of content in the forms it has. */
export interface BodyParts {
  plain: MimePart[];
  html: MimePart[];
}

export interface FoundFile {
  part: MimePart;
  kind: 'attachment' | 'message';
  /** Stands in `multipart/related`: a picture that the HTML shows, most often. */
  related: boolean;
}

export interface MailRoles {
  bodies: BodyParts[];
  files: FoundFile[];
  reports: MimePart[];
  calendars: MimePart[];
  named: MimePart[];
  notices: Map<string, Warning>;
}

interface Place {
  inAlternative: boolean;
  related: boolean;
}

/** Sorts the parts of a message. A part that is not understood is a document of its own: nothing is dropped. */
export function mimeRoles(root: MimePart): MailRoles {
  const roles = emptyRoles();
  visit(root, { inAlternative: false, related: false }, roles);
  return roles;
}

const emptyRoles = (notices = new Map<string, Warning>()): MailRoles => ({
  bodies: [],
  files: [],
  reports: [],
  calendars: [],
  named: [],
  notices,
});

/** What the codes mean for completeness: the content of the first ones is not in the text. */
const missing = new Set(['mail.encrypted', 'mail.signedOpaque', 'mail.partial', 'mail.externalBody', 'mail.packed']);

function notice({ notices }: MailRoles, code: string): void {
  const known = notices.get(code) ?? { code, count: 0, ...(missing.has(code) && { missing: true }) };
  notices.set(code, { ...known, count: (known.count ?? 0) + 1 });
}

function visit(part: MimePart, place: Place, roles: MailRoles): void {
  if (!part.type.startsWith('multipart/')) {
    visitLeaf(part, place, roles);
    return;
  }
  const [first, ...others] = part.parts;
  if (!first) {
    // Nested too deep to be taken apart.
    roles.files.push({ part, kind: 'attachment', related: false });
  } else if (part.type === 'multipart/alternative') visitAlternative(part, place, roles);
  else if (part.type === 'multipart/related') {
    const root = relatedRoot(part) ?? first;
    visit(root, place, roles);
    for (const other of part.parts) if (other !== root) visit(other, { ...place, related: true }, roles);
  } else if (part.type === 'multipart/signed') {
    notice(roles, 'mail.signed');
    visit(first, place, roles);
    for (const other of others) {
      if (/signature/.test(other.type)) roles.named.push(other);
      else visit(other, place, roles);
    }
  } else if (part.type === 'multipart/encrypted') {
    notice(roles, 'mail.encrypted');
    roles.named.push(...part.parts);
  } else for (const child of part.parts) visit(child, { ...place, inAlternative: false }, roles);
}

/** RFC 2387: the parameter `start` names the root by its Content-ID, otherwise it is the first part. */
function relatedRoot(part: MimePart): MimePart | undefined {
  const start = /;\s*start\s*=\s*"?([^\s";]+)/i.exec(part.fields.get('content-type') ?? '')?.[1];
  return start ? part.parts.find(({ fields }) => fields.get('content-id') === start) : undefined;
}

/** All forms of one piece of content, whatever they are wrapped in. */
function visitAlternative(part: MimePart, place: Place, roles: MailRoles): void {
  const inner = emptyRoles(roles.notices);
  for (const child of part.parts) visit(child, { ...place, inAlternative: true }, inner);
  const body = { plain: inner.bodies.flatMap(({ plain }) => plain), html: inner.bodies.flatMap(({ html }) => html) };
  if (body.plain.length || body.html.length) roles.bodies.push(body);
  roles.files.push(...inner.files);
  roles.reports.push(...inner.reports);
  roles.calendars.push(...inner.calendars);
  roles.named.push(...inner.named);
}

const dispositionOf = (part: MimePart): string => (part.fields.get('content-disposition') ?? '').trim().toLowerCase();

const hasName = (part: MimePart): boolean =>
  /;\s*(?:file)?name\*?(?:\d+\*?)?\s*=/i.test(
    `${part.fields.get('content-disposition') ?? ''};${part.fields.get('content-type') ?? ''}`,
  );

function visitLeaf(part: MimePart, { inAlternative, related }: Place, roles: MailRoles): void {
  const attached =
    dispositionOf(part).startsWith('attachment') || (hasName(part) && !inAlternative && part.path !== '');
  const file = (kind: FoundFile['kind'] = 'attachment') => void roles.files.push({ part, kind, related });
  const named = (code: string) => {
    notice(roles, code);
    roles.named.push(part);
  };
  const { type } = part;
  if (type === 'message/rfc822' || type === 'message/global' || type === 'text/rfc822-headers') file('message');
  else if (isReport(type)) {
    notice(roles, 'mail.deliveryReport');
    roles.reports.push(part);
  } else if (isMimeSignature(type)) named('mail.signed');
  else if (type === 'application/pgp-encrypted') named('mail.encrypted');
  else if (isPkcs7(type)) named(pkcs7Notice(part));
  else if (type === 'message/external-body') named('mail.externalBody');
  else if (type === 'text/calendar') visitCalendar(part, attached, roles);
  else if (type === 'message/partial') {
    notice(roles, 'mail.partial');
    file();
  } else if (isTnef(part)) {
    notice(roles, 'mail.packed');
    file();
  } else if (attached || related) file();
  else if (type === 'text/plain') roles.bodies.push({ plain: [part], html: [] });
  else if (type === 'text/html' || type === 'application/xhtml+xml') roles.bodies.push({ plain: [], html: [part] });
  else if (inAlternative && type.startsWith('text/')) named('mail.alternative');
  else if (part.bodyEnd > part.bodyStart) file();
}

/** RFC 3464, 3798, 6533, 5965. */
const isReport = (type: string): boolean =>
  /^message\/(?:global-)?(?:delivery-status|disposition-notification|feedback-report)$/.test(type);
const isMimeSignature = (type: string): boolean => /^application\/(?:x-)?(?:pkcs7|pgp)-signature$/.test(type);
const isPkcs7 = (type: string): boolean => /^application\/(?:x-)?pkcs7-mime$/.test(type);
const isTnef = (part: MimePart): boolean =>
  /^application\/(?:vnd\.)?ms-tnef$/.test(part.type) || /name="?winmail\.dat/i.test(dispositionOf(part));

/** RFC 8551, 3.2.2. Signed data is not encrypted, but stands in a form that is not read. */
const pkcs7Notice = (part: MimePart): string =>
  /smime-type\s*=\s*"?(?:signed-data|certs-only)/i.test(part.fields.get('content-type') ?? '')
    ? 'mail.signedOpaque'
    : 'mail.encrypted';

function visitCalendar(part: MimePart, attached: boolean, roles: MailRoles): void {
  notice(roles, 'mail.calendar');
  roles.calendars.push(part);
  if (attached) roles.files.push({ part, kind: 'attachment', related: false });
  else roles.named.push(part);
}
