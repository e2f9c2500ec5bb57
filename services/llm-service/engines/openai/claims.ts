/** From what the model says to claims of the stage: values are checked for their form, names are found in the text. */
import type { FactKind } from '../../../../shared/domain/facts.ts';
import { createQuoteFinder, type FoundQuote, findQuote, type QuoteFinder } from '../../../../shared/text/quotes.ts';
import type { Claim } from '../engine.ts';
import { createPrinted, isBacked, isOfDocument, type Printed } from './backing.ts';
import type { Batch } from './batches.ts';
import { type ClaimedFact, longest } from './shapes.ts';

/** Claims, and how many were left out. */
export interface Claims {
  claims: Claim[];
  /** Of a form that no value of their kind has. */
  malformed: number;
  /** About a name that is nowhere in the text. */
  unlocated: number;
  /** With words of the document that say nothing of the value, or a value in words that are not the document's. */
  unproved: number;
  /** With a quote, a value or a name that is longer than any is. */
  oversize: number;
  /** Details of claims - a role, a defined term - in words that are not the document's, or too many; the claims are there without them. */
  unprinted: number;
}

export function claimsOf(facts: ClaimedFact[], batch: Batch): Claims {
  const finder = createQuoteFinder(batch.text);
  const printed = createPrinted(batch.text);
  const made: Claims = { claims: [], malformed: 0, unlocated: 0, unproved: 0, oversize: 0, unprinted: 0 };
  const known = new Set<string>();
  for (const fact of facts) {
    if (isOversize(fact)) {
      made.oversize++;
      continue;
    }
    const value = checkedValue(fact);
    const details = propertiesOf(fact, printed);
    made.unprinted += details.unprinted;
    const claim =
      value === undefined ? 'malformed' : claimOf({ ...fact, value }, details.properties, batch, finder, printed);
    if (typeof claim === 'string') made[claim]++;
    else if (!known.has(keyOf(claim))) {
      known.add(keyOf(claim));
      made.claims.push(claim);
    }
  }
  return made;
}

const keyOf = ({ kind, value, quote, charStart }: Claim): string => JSON.stringify([kind, value, quote, charStart]);

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();

const sentences: ReadonlySet<FactKind> = new Set(['term', 'termination', 'obligation']);

const isOversize = ({ quote, value, name }: ClaimedFact): boolean =>
  quote.length > longest.quote || value.length > longest.value || (name ?? '').length > longest.name;

/** As the kind has it; undefined if it has not that form. */
function checkedValue({ kind, value, quote }: ClaimedFact): string | undefined {
  const text = oneLine(sentences.has(kind) ? quote : value);
  if (text === '') return undefined;
  if (kind === 'date' || kind.endsWith('_date')) return isDate(text) ? text : undefined;
  if (kind !== 'amount') return text;
  const [, currency, number] = /^([A-Z]{3}) (\d{1,15}(?:\.\d{1,2})?)$/.exec(text) ?? [];
  return number === undefined ? undefined : `${currency} ${Number(number).toFixed(2)}`;
}

function isDate(text: string): boolean {
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  // Days that a month does not have roll over.
  return Number.isFinite(date.getTime()) && date.getUTCDate() === Number(day);
}

const named: ReadonlySet<FactKind> = new Set(['party', 'judge', 'counsel']);

function claimOf(
  fact: ClaimedFact,
  details: Record<string, unknown>,
  batch: Batch,
  finder: QuoteFinder,
  printed: Printed,
): Claim | 'unlocated' | 'unproved' {
  const { kind, value, quote } = fact;
  const found = finder.find(quote);
  const place = (span: FoundQuote): [number, number] => [
    span.charStart + batch.charStart,
    span.charEnd + batch.charStart,
  ];
  const claim = { kind, value, properties: details, quote, charStart: found ? place(found)[0] : null };
  const isProof = (words: string) => isOfDocument(kind, value, printed) && isBacked(kind, value, words);
  if (!named.has(kind)) return found && !isProof(found.quote) ? 'unproved' : claim;
  const name = nameIn(found, fact, finder);
  if (!name) return 'unlocated';
  if (!isProof(name.quote)) return 'unproved';
  const properties = { ...claim.properties, name: place(name) };
  // A quote without the name proves nothing about whoever bears it: the name proves at least itself.
  const holds = found && found.charStart <= name.charStart && found.charEnd >= name.charEnd;
  return !found || holds
    ? { ...claim, properties }
    : { ...claim, properties, quote: name.quote, charStart: place(name)[0] };
}

/** The name within the quote, else at its first place in the text. */
function nameIn(
  found: FoundQuote | undefined,
  { name, value }: ClaimedFact,
  finder: QuoteFinder,
): FoundQuote | undefined {
  for (const wanted of [name ?? '', value]) {
    const within = found && findQuote(found.quote, wanted);
    if (found && within) {
      return { ...within, charStart: within.charStart + found.charStart, charEnd: within.charEnd + found.charStart };
    }
    const anywhere = finder.find(wanted);
    if (anywhere) return anywhere;
  }
  return undefined;
}

/** What is there of what the kind has, in words of the document, and how much is not; see `facts.ts` of the domain. */
function propertiesOf(
  { kind, role, defined_as, title, stands_for, parties, owed_by }: ClaimedFact,
  printed: Printed,
): { properties: Record<string, unknown>; unprinted: number } {
  const given =
    kind === 'party'
      ? { role, definedAs: defined_as }
      : kind === 'judge'
        ? { title }
        : kind === 'counsel'
          ? { for: stands_for, parties: parties?.length ? parties : null }
          : sentences.has(kind)
            ? { party: owed_by }
            : {};
  const stated = Object.entries(given).filter(([, value]) => value !== null && value !== '');
  const kept = stated.filter(([, value]) => {
    const words = [value].flat().map(String);
    return words.length <= longest.parties && words.every(said => said.length <= longest.detail && printed(said));
  });
  return { properties: Object.fromEntries(kept), unprinted: stated.length - kept.length };
}
