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

/** The role of a date and the span of the words that say so, in the passage. */
function roleOf(text: string, start: number, end: number): RoleMatch | null {
  const before = text.slice(Math.max(0, start - reach), start);
  const after = text.slice(end, end + reach);
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

function claimOf(passage: Passage, mention: MentionRow): Claim {
  const { text, charStart } = passage;
  const role = roleOf(text, mention.charStart - charStart, mention.charEnd - charStart);
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
export const findDates = (passage: Passage): Claim[] =>
  passage.mentions.filter(mention => mention.type === 'DATE').map(mention => claimOf(passage, mention));
