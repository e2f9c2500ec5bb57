/** States the dates in a passage: with their role where the words beside them tell it, else with their sentence. */
import type { MentionRow } from '../../../../shared/domain/rows.ts';
import type { Claim, Passage } from '../engine.ts';
import { sentenceAround } from './sentence.ts';

interface RoleCue {
  role: 'filing' | 'decided' | 'argued' | 'effective' | 'executed' | 'signed';
  /** Matched against what stands right before the date; the whole match belongs to the quote. */
  before?: RegExp;
  /** Matched against what follows the date. */
  after?: RegExp;
}

const on = String.raw`:?\s*(?:(?:on|as of|of|this|the)\s+){0,2}$`;

/**
 * Roles of the document's own dates. Filed, decided and argued only as a label with a capital, as in a stamp or a
 * caption: "the complaint was filed on May 3" tells of another paper. Contracts say theirs in running text.
 */
const roleCues: RoleCue[] = [
  {
    role: 'filing',
    before: new RegExp(String.raw`(?:\bDate\s+Filed|\bFiled|\bFILED|\bENTERED)(?:\s+and\s+entered)?` + on),
  },
  // A notice of electronic filing: "The following transaction was entered by Roe, Ann on 10/9/2022 at 3:14 PM EDT and filed on 10/9/2022".
  {
    role: 'filing',
    before: /\btransaction\s+was\s+(?:entered|filed)\b[^.]{0,40}\bon\s+$|[AP]M\s+[A-Z]{2,4}\s+and\s+filed\s+on\s+$/,
  },
  {
    role: 'decided',
    before: new RegExp(
      String.raw`\b(?:Date\s+)?(?:Decided|DECIDED|Decision\s+(?:issued|filed)|Opinion\s+(?:issued|filed))` + on,
    ),
  },
  { role: 'argued', before: new RegExp(String.raw`\b(?:Argued|ARGUED|Argued\s+and\s+submitted|Heard|HEARD)` + on) },
  {
    role: 'effective',
    before: new RegExp(String.raw`\beffective(?:\s+date)?(?:\s+(?:is|shall\s+be))?,?` + on, 'i'),
    after: /^[\s,]*\(\s*(?:the\s+)?["“]Effective Date["”]\s*\)/i,
  },
  {
    role: 'executed',
    before: new RegExp(
      String.raw`\b(?:executed|entered\s+into|agreement\s+(?:is\s+)?made)(?:\s+and\s+executed|\s+in\s+(?:duplicate|triplicate|counterparts))?` +
        on,
      'i',
    ),
    after: /^[\s,]*\(\s*(?:the\s+)?["“](?:Execution|Signing|Agreement) Date["”]\s*\)/i,
  },
  { role: 'signed', before: new RegExp(String.raw`\b(?:Signed|SIGNED|Dated|DATED)` + on) },
];

/** Widest look to either side of a date for a cue. UTF-16 units. */
const reach = 60;

interface RoleMatch {
  role: RoleCue['role'];
  start: number;
  end: number;
}

/** The role of a date and the span of the words that say so, within `from` and `to`: the chunk it stands in. */
function roleOf(text: string, start: number, end: number, [from, to]: [number, number]): RoleMatch | null {
  const before = text.slice(Math.max(from, start - reach), start);
  const after = text.slice(end, Math.min(to, end + reach));
  for (const cue of roleCues) {
    const following = cue.after?.exec(after);
    if (following) return { role: cue.role, start, end: end + following[0].length };
  }
  for (const cue of roleCues) {
    const preceding = cue.before?.exec(before);
    if (!preceding) continue;
    const lead = preceding[0].length - preceding[0].trimStart().length;
    return { role: cue.role, start: start - preceding[0].length + lead, end };
  }
  return null;
}

/** A day of its own line in the head of a decision is the day it was made: UTF-16 units from the start of the document. */
const headOfDecision = 4_000;
const aloneBefore = /(?:^|\n)[^\S\n]*[([]?$/;
const aloneAfter = /^[)\].*]?[^\S\n]*(?:\n|$)/;

function isDayOfDecision(
  { text, charStart, category }: Passage,
  mention: MentionRow,
  [from, to]: [number, number],
): boolean {
  const [start, end] = [mention.charStart - charStart, mention.charEnd - charStart];
  return (
    category === 'order' &&
    mention.charStart < headOfDecision &&
    /^\d{4}-\d{2}-\d{2}$/.test(mention.value) &&
    aloneBefore.test(text.slice(Math.max(from, start - 80), start)) &&
    aloneAfter.test(text.slice(end, Math.min(to, end + 80)))
  );
}

function claimOf(passage: Passage, mention: MentionRow, chunk: [number, number]): Claim {
  const { text, charStart } = passage;
  const [from, to] = [mention.charStart - charStart, mention.charEnd - charStart];
  const said = roleOf(text, from, to, chunk);
  const isDecided = !said && isDayOfDecision(passage, mention, chunk);
  const role = said ?? (isDecided ? { role: 'decided' as const, start: from, end: to } : null);
  const [start, end] = role ? [role.start + charStart, role.end + charStart] : sentenceAround(passage, mention);
  return {
    kind: role ? `${role.role}_date` : 'date',
    value: mention.value,
    properties: { mentionId: mention.id, ...(role ? { role: role.role } : {}) },
    quote: text.slice(start - charStart, end - charStart),
    charStart: start,
  };
}

/** One claim per DATE mention: kind `filing_date`, `decided_date` and so on, or `date`. */
export function findDates(passage: Passage): Claim[] {
  const places = new Map(
    passage.chunks.map(({ id, charStart, charEnd }): [string, [number, number]] => [
      id,
      [charStart - passage.charStart, charEnd - passage.charStart],
    ]),
  );
  return passage.mentions
    .filter(mention => mention.type === 'DATE')
    .map(mention => claimOf(passage, mention, places.get(mention.chunkId) ?? [0, passage.text.length]));
}
