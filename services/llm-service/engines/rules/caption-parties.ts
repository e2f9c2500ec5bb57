/** Reads who stands against whom from the caption of a court paper, with the role each has there. */
import { above, below, citation, type Item, itemsOf, withRole } from './caption-items.ts';
import { type CaptionParty, partiesOf } from './caption-names.ts';
import { type HeadLine, headLength, headLines } from './head-lines.ts';
import { isCaseRole } from './roles.ts';

/** Where the roles of both stand under the second name, as a column read after the names leaves them, the first is that of the first. */
function parted(lower: Item[], hasRole: boolean): [lower: Item[], ofFirst: Item[]] {
  const roleAt = lower.findIndex(({ kind }) => kind === 'role');
  const isStacked = !hasRole && roleAt > 0 && lower.slice(roleAt).length === 2 && lower[roleAt + 1]?.kind === 'role';
  return isStacked ? [lower.toSpliced(roleAt, 1), lower.slice(roleAt, roleAt + 1)] : [lower, []];
}

/** One caption per chain of "v."s; a third party is behind a second one. */
function captionsIn(lines: HeadLine[], text: string): CaptionParty[][] {
  const columns = [...new Set(lines.map(({ column }) => column))];
  return columns.flatMap(column => {
    // "OLAF LIND,          Appellant": a role may stand to the right of its name.
    const own = lines.filter(line => line.column === column || (column === 0 && isCaseRole(line.text)));
    const items = own.flatMap(itemsOf);
    const found: CaptionParty[][] = [];
    for (const [at, item] of items.entries()) {
      if (item.kind !== 'versus' || found.length > 20) continue;
      const upper = above(items, at);
      const [lower, own] = parted(below(items, at), withRole(upper));
      const second = partiesOf(lower, text);
      const goesOnFrom = items[at - upper.length - 1]?.kind === 'versus' ? found.at(-1) : undefined;
      if (goesOnFrom) goesOnFrom.push(...second);
      const first = goesOnFrom ? [] : partiesOf([...upper, ...own], text);
      if (first.length > 0 && second.length > 0) found.push([...first, ...second]);
    }
    return found;
  });
}

const roles = (parties: CaptionParty[]): number => new Set(parties.map(({ role }) => role).filter(Boolean)).size;

const matterOf = /^(?:in re|(?:in the )?matter of|ex parte)\b:?\s*(?:the\s+)?(\w.*)$/i;
const opensMatter = /^(?:in re|in the matter of)\b:?$/i;
const noParty =
  /\b(?:litigation|proceedings?|actions?|liability|petition|application|amendments?|rules?|securities|antitrust|marriage|subpoena|search|grand jury)\b/i;

/** "IN RE: ACME CORP., Debtor." */
function inMatterOf(lines: HeadLine[], text: string): CaptionParty[] {
  for (const [index, line] of lines.entries()) {
    const rest = matterOf.exec(line.text)?.[1];
    const opens = opensMatter.test(line.text);
    if (!rest && !opens) continue;
    const following = lines
      .slice(index + 1)
      .filter(({ column }) => column === line.column)
      .flatMap(itemsOf);
    const first: Item[] = rest
      ? [{ text: rest, start: line.end - rest.length, end: line.end, row: line.row, kind: 'name' }]
      : [];
    const block = below([...first, ...following], -1);
    if (noParty.test(block.map(item => item.text).join(' ')) || citation.test(line.text)) continue;
    const parties = partiesOf(block, text);
    if (parties.some(({ role }) => role) || /^(?:estate|matter) of/i.test(rest ?? '')) return parties;
  }
  return [];
}

/** How far into an opinion its caption may stand, after a syllabus. UTF-16 units. */
const farHead = 40_000;

/** Names that stand as a title line without any role are taken from the first lines alone: further down they are other cases. */
const titleZone = 1_500;

/**
 * The parties of the caption at the head. Of several captions the one that gives most roles counts; where the head names them
 * without a role, a caption further down between the same is taken. Empty where there is no caption.
 */
export function captionParties(text: string): CaptionParty[] {
  const lines = headLines(text, headLength);
  const found = captionsIn(lines, text);
  const best = found.toSorted((a, b) => roles(b) - roles(a))[0];
  if (best && roles(best) > 0) return [...inMatterOf(lines, text).filter(({ role }) => role), ...best];
  const matter = lines.find(({ text: line }) => matterOf.test(line) || opensMatter.test(line));
  const bare = found.find(([party]) => (party?.nameSpan.start ?? titleZone) < titleZone);
  if (!bare || (matter && matter.end <= (bare[0]?.nameSpan.start ?? 0))) return inMatterOf(lines, text);
  const first = bare[0]?.name.split(/\W/)[0]?.toLowerCase() ?? '';
  const far = captionsIn(headLines(text, farHead), text).find(
    parties => roles(parties) > 0 && parties[0]?.name.toLowerCase().startsWith(first),
  );
  return far ?? bare;
}
