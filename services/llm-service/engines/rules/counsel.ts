/** Finds who represents whom: appearances at the head of an opinion, signature blocks, notices of electronic filing. */
import type { Claim, Passage } from '../engine.ts';
import { isNameLike, type NameAt, personPattern, splitNames } from './names.ts';
import { isCaseRole, roleName } from './roles.ts';

/** Appearances stand here. UTF-16 units. */
const headReach = 16_000;
/** Signature blocks stand here, before a certificate of service. */
const tailReach = 12_000;
/** More than these are a service list. */
const maxClaims = 60;

interface Found {
  name: NameAt;
  quote: NameAt;
  role?: string;
  parties: string[];
}

const person = personPattern('\\s{1,3}');
const roleWord =
  "(?:plaintiff|defendant|petitioner|respondent|appellant|appellee|claimant|movant|debtor|intervenor|employee|employer|applicant|complainant|relator|amic(?:us|i)|government|insurer)[a-z]*(?:\\(s\\))?(?:['’]s?)?";
const rolePhrase = `(?:(?:third[- ]party|cross|counter|real party in interest|lead|named|class)[- ]?)?${roleWord}(?:(?:\\s?[-/]\\s?|\\s+and\\s+)(?:(?:cross|counter|third[- ]party)[- ]?)?${roleWord})*(?:\\s+curiae)?`;
const firmEnd =
  /\b(?:LLP|L\.L\.P\.|LLC|PLLC|P\.L\.L\.C\.|P\.\s?C\.|PC|P\.\s?A\.|PLC|L\.P\.A\.|Ltd\.?|& Associates|Associates)$/;
const firmStart = /^(?:The )?(?:Law (?:Offices?|Firm|Group)\b|Office of\b)/i;
const isFirm = (text: string): boolean =>
  firmEnd.test(text) || firmStart.test(text) || /\bLaw (?:Firm|Group|Offices?)$/i.test(text);

/** "Roger K. Gannam, with whom Mathew D. Staver and Liberty Counsel were on brief, for appellant." */
const appearance = new RegExp(
  `(?:\\bargued\\b[^.]{0,120}|\\bon\\s+(?:the\\s+)?briefs?\\b,?|,)\\s+(?:(?:and\\s)?filed[^.]{0,40}\\s)?(?:for|on behalf of)\\s+(?:the\\s+)?(?<role>${rolePhrase})\\b(?<rest>[^\\n]{0,120})`,
  'di',
);
/** Words of an appearance that are neither a lawyer nor a firm. */
const office =
  /['’]s attorney$|^(?:(?:deputy|assistant|associate|senior|chief|special|former|acting|state|united states|u\.s\.)\s)*(?:attorneys?\b|solicitor|counsel|prosecutor|public defender|of counsel)|\b(?:argued|brief|joined|with (?:him|her|them)|general|the cause|pro se)\b/i;

/** A blank line, or a line that ends with whom somebody is for. */
const paragraphEnd =
  /(?<=\n)[^\S\n]*\n|(?<=(?:petitioner|respondent|appellant|appellee|plaintiff|defendant|curia|pro s)[es]?\.)[^\S\n]*\n/;

/** A paragraph that opens with a lawyer and ends with whom they are for. */
function appearances(text: string): Found[] {
  const found: Found[] = [];
  const opens = new RegExp(
    `^\\s*(?:With\\s(?:him|her|them)\\son\\sthe\\sbriefs?\\s(?:was|were)\\s|[Bb]y:?\\s)?${person}`,
  );
  let offset = 0;
  for (const paragraph of text.slice(0, headReach).split(paragraphEnd)) {
    const start = text.indexOf(paragraph, offset);
    offset = start + paragraph.length;
    if (paragraph.length > 1_500 || !opens.test(paragraph)) continue;
    const match = appearance.exec(flatLines(paragraph));
    const role = match?.indices?.groups?.role;
    if (!match || !role) continue;
    const spokesmen = paragraph.slice(0, match.index + (match[0].startsWith(',') ? 1 : match[0].length));
    const parties = partiesAfter(match.groups?.rest ?? '');
    const quote = {
      start: start + paragraph.length - paragraph.trimStart().length,
      end: start + paragraph.trimEnd().length,
    };
    const short = quote.end - quote.start > 600 ? { start: quote.start, end: start + role[1] } : quote;
    for (const name of lawyersIn(spokesmen, start)) {
      found.push({
        name,
        quote: short.end - short.start > 1_000 ? name : short,
        role: roleName(match.groups?.role ?? ''),
        parties,
      });
    }
  }
  return found;
}

/** Line ends as spaces, so that offsets stay. */
const flatLines = (text: string): string => text.replace(/\n/g, ' ');

/** "for the employer-appellant, Create and Construct, LLC" */
function partiesAfter(rest: string): string[] {
  const said = /^,?\s*([A-Z](?:[^.;]|(?<=\b(?:Inc|Co|Corp|Ltd|[A-Z]))\.)*)/.exec(rest)?.[1];
  return said ? splitNames(said).map(({ start, end }) => said.slice(start, end).replace(/\s+/g, ' ')) : [];
}

const state =
  /^,\s*(?:[A-Z]{2}|[A-Z]\.\s?[A-Z]\.|Ala(?:bama|ska)|Ari(?:zona)|Arkansas|California|Colorado|Connecticut|Delaware|District of Columbia|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New (?:Hampshire|Jersey|Mexico|York)|(?:North|South) (?:Carolina|Dakota)|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|Tennessee|Texas|Utah|Vermont|(?:West )?Virginia|Washington|Wisconsin|Wyoming)\b/;

function lawyersIn(text: string, offset: number): NameAt[] {
  const names: NameAt[] = [];
  const whole = new RegExp(`^(?:${person})(?:,?\\s+(?:Jr|Sr)\\.)?$`);
  const flat = flatLines(text).replace(/,(?=\s+(?:Jr|Sr)\.|\s+I{2,3}\b|\s+(?:LLP|P\.C\.|PLLC|LLC|P\.A\.))/g, '\ue000');
  for (const [index, match] of [...flat.matchAll(/[^,;]+/g)].entries()) {
    // "Grand Forks, ND": a place.
    if (index > 0 && state.test(flat.slice(match.index + match[0].length))) continue;
    for (const piece of piecesOf(match[0])) {
      const said = piece.text.replace(/\ue000/g, ',');
      const isLawyer = whole.test(said) || isFirm(said);
      if (!isLawyer || office.test(said) || !isNameLike(said)) continue;
      const start = offset + match.index + piece.start;
      names.push({ start, end: start + said.length });
    }
  }
  return names;
}

/** What "and", "with whom", "of" and the like join within one stretch between commas. */
function piecesOf(text: string): { text: string; start: number }[] {
  const joins =
    /\b(?:and|with whom|with him on the briefs? (?:was|were)|with (?:her|them) on the briefs? (?:was|were)|was on|were on|argued|on (?:the )?briefs?|of|by|for)\b:?|^\s*(?:On (?:the )?briefs?:?|Argued:?|With (?:him|her|them) on the briefs? (?:was|were))/gi;
  const pieces: { text: string; start: number }[] = [];
  let from = 0;
  for (const join of [...text.matchAll(joins), null]) {
    const raw = text.slice(from, join?.index ?? text.length);
    const said = raw.trim().replace(/\.$/, match => (/\b(?:Jr|Sr|P\.C|P\.A)\.$/.test(raw.trim()) ? match : ''));
    if (said !== '') pieces.push({ text: said, start: from + raw.indexOf(said) });
    from = (join?.index ?? 0) + (join?.[0].length ?? 0);
  }
  return pieces;
}

const forLine = new RegExp(
  `^[^\\S\\n]*(?:An\\s)?(?:Attorneys?|ATTORNEYS?|Counsel|COUNSEL|Lead Counsel|Co-Counsel)\\s+(?:for|FOR|of record for)\\s+(?:the\\s+|THE\\s+)?(?<role>${rolePhrase})(?<rest>[^\\n]{0,160}(?:\\n[^\\S\\n]*[A-Z][^\\n]{2,80})?)`,
  'gim',
);
const blockName = new RegExp(
  `^(?:[Bb]y:?\\s*|BY:?\\s*)?(?:/s/\\s*|s/\\s*)?(?<name>${personPattern()})(?=,?\\s*(?:$|\\(|Esq|ESQ|#|No\\.|Bar|SBN|State Bar|Attorney|D\\.C\\.|Pro Hac))`,
);

const notALawyer =
  /^[IVX]{1,4}\.\s|\b(?:bar|street|avenue|suite|road|box|floor|court|building|plaza|telephone|tel|fax|facsimile|email|attorneys?|plaintiffs?|defendants?|dated)\b/i;

/** A block of lines that ends with "Attorneys for Plaintiff": names and firms above it. */
function signatureBlocks(text: string, from: number): Found[] {
  const part = text.slice(from);
  return [...part.matchAll(forLine)].flatMap(match => {
    // "Counsel for plaintiff: Olaf Lind" is a label, not the foot of a block.
    const lines = /^['’]?s?:/.test(match.groups?.rest ?? '') ? [] : blockAbove(part, match.index);
    const role = roleName(match.groups?.role ?? '');
    const parties = partiesAfter(match.groups?.rest ?? '');
    const end = match.index + (match[0].split('\n')[0] ?? '').trimEnd().length;
    return lines.flatMap(line => {
      const name =
        blockName.exec(line.text)?.groups?.name ?? (isFirm(line.text) && isNameLike(line.text) ? line.text : undefined);
      if (!name || !isCaseRole(role) || notALawyer.test(name)) return [];
      const start = line.start + line.text.indexOf(name);
      return [{ name: shift(start, start + name.length, from), quote: shift(start, end, from), role, parties }];
    });
  });
}

const shift = (start: number, end: number, by: number): NameAt => ({ start: start + by, end: end + by });

/** Up to fourteen lines above a place, to the third blank line or a line of prose. */
function blockAbove(text: string, at: number): { text: string; start: number }[] {
  const lines: { text: string; start: number }[] = [];
  let end = at - 1;
  let blanks = 0;
  while (lines.length < 14 && end > 0) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const raw = text.slice(start, end);
    const line = raw.trim();
    if (line === '') blanks += 1;
    else if (/^and$/i.test(line)) blanks = 0;
    if (blanks > 2 || line.length > 100 || /^(?:dated?\b|respectfully|wherefore)/i.test(line)) break;
    if (line !== '') lines.push({ text: line, start: start + raw.indexOf(line) });
    end = start - 1;
  }
  return lines.reverse();
}

/** "NOTICE OF CHANGE OF ADDRESS by Scott R Drury for Plaintiff Roe", as the docket says it. */
const docketed = new RegExp(
  `\\b(?:by|By)\\s+(?<name>${person})\\s+(?:for|on behalf of)\\s+(?:the\\s+)?(?<role>(?:${rolePhrase}))\\b`,
  'dgi',
);

const fromDocket = (text: string): Found[] =>
  [...text.slice(0, headReach).matchAll(docketed)].flatMap(match => {
    const at = match.indices?.groups?.name;
    if (!at || !/^[A-Z]/.test(match.groups?.name ?? '')) return [];
    return [
      {
        name: { start: at[0], end: at[1] },
        quote: { start: match.index, end: match.index + match[0].length },
        role: roleName(match.groups?.role ?? ''),
        parties: [],
      },
    ];
  });

/** "Counsel for plaintiff: Law Office of Olaf Lind", "For Claimant:\nOlaf Lind". */
const labelled = new RegExp(
  `(?:^|\\n)[^\\S\\n]*(?:(?:Counsel|Attorneys?)\\s+for|For)\\s+(?:the\\s+)?(?<role>${rolePhrase}):\\s{0,4}(?<name>(?:Law Offices? of[^\\S\\n]{1,3})?${personPattern()}|(?:Law Offices? of |The )?[A-Z][\\w.,&'’ -]{2,60}?(?:LLP|P\\.?C\\.?|LLC|PLLC))(?!,?\\s+pro\\s+se)(?=,|;|\\s*\\n|\\s*$)`,
  'dgi',
);

const fromLabels = (text: string): Found[] =>
  [...text.slice(0, headReach).matchAll(labelled)].flatMap(match => {
    const at = match.indices?.groups?.name;
    if (!at || !isNameLike(match.groups?.name ?? '')) return [];
    const start = match.index + match[0].length - match[0].trimStart().length;
    return [
      {
        name: { start: at[0], end: at[1] },
        quote: { start, end: at[1] },
        role: roleName(match.groups?.role ?? ''),
        parties: [],
      },
    ];
  });

/** An appearance form: the name stands over its label, who is represented after "Counsel for". */
const form = new RegExp(`(?<name>${personPattern()})[^\\n]{0,60}\\n\\s{0,20}Name \\(printed or typed\\)`, 'dg');
const represented = /\bCOUNSEL FOR:[^\S\n]*([A-Z][^\n]{2,120})/;

const fromForm = (text: string): Found[] =>
  [...text.slice(0, headReach).matchAll(form)].flatMap(match => {
    const at = match.indices?.groups?.name;
    const party = represented.exec(text.slice(0, headReach))?.[1]?.trim();
    const quote = { start: match.index, end: match.index + match[0].length };
    return at ? [{ name: { start: at[0], end: at[1] }, quote, parties: party ? [party] : [] }] : [];
  });

/** One claim per lawyer or firm and role, where it stands first. */
export function findCounsel(document: Passage): Claim[] {
  const { text, charStart } = document;
  const tailAt = Math.max(0, text.length - tailReach);
  const head = tailAt > 0 ? signatureBlocks(text.slice(0, Math.min(headReach, tailAt)), 0) : [];
  const found = [
    ...appearances(text),
    ...head,
    ...signatureBlocks(text, tailAt),
    ...fromDocket(text),
    ...fromForm(text),
    ...fromLabels(text),
  ];
  const claims = new Map<string, Claim>();
  for (const { name, quote, role, parties } of found) {
    const value = text.slice(name.start, name.end).replace(/\s+/g, ' ');
    const key = `${value.toLowerCase()} ${role ?? ''}`;
    if (claims.has(key) || claims.size >= maxClaims) continue;
    claims.set(key, {
      kind: 'counsel',
      value,
      properties: {
        name: [name.start + charStart, name.end + charStart],
        ...(role ? { for: role } : {}),
        ...(parties.length > 0 ? { parties } : {}),
      },
      quote: text.slice(quote.start, quote.end),
      charStart: quote.start + charStart,
    });
  }
  return [...claims.values()];
}
