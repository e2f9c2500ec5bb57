/** Legal forms of companies in many countries, and how the end of a name is read as one. */

/**
 * Canonical form: its spellings as they come out of the key of a name, in small letters without accents and full stops. Sources
 * are the forms' own statutes; the abbreviations are those their companies print.
 */
const spellings: Record<string, string> = {
  inc: 'inc|incorporated',
  corp: 'corp|corporation',
  co: 'co|company|cos|companies',
  ltd: 'ltd|limited|ltee|limitee',
  llc: 'llc|lc|limited liability company|limited liability co|limited liability corporation',
  lp: 'lp|limited partnership',
  llp: 'llp|limited liability partnership',
  lllp: 'lllp|limited liability lp|limited liability limited partnership',
  pllc: 'pllc|professional llc|professional limited liability company',
  pc: 'pc|professional corporation|professional corp',
  pa: 'pa|professional association',
  na: 'na|national association',
  fsb: 'fsb|federal savings bank',
  plc: 'plc|public limited company|public ltd co',
  ulc: 'ulc|unlimited liability company|unlimited liability co',
  'pty-ltd': 'pty ltd|pty limited|proprietary limited|proprietary ltd|pty',
  'pvt-ltd': 'pvt ltd|pvt limited|private limited|private ltd|p ltd',
  'pte-ltd': 'pte ltd|pte limited|pte',
  'sdn-bhd': 'sdn bhd|sendirian berhad',
  bhd: 'bhd|berhad',
  gmbh: 'gmbh|gesmbh|gesellschaft mit beschrankter haftung',
  'gmbh-co-kg': 'gmbh and co kg|gmbh co kg|gmbh and co kommanditgesellschaft',
  ag: 'ag|aktiengesellschaft',
  kg: 'kg|kommanditgesellschaft',
  kgaa: 'kgaa|kommanditgesellschaft auf aktien',
  ohg: 'ohg|offene handelsgesellschaft',
  ug: 'ug|ug haftungsbeschrankt',
  se: 'se|societas europaea',
  sa: 'sa|societe anonyme|sociedad anonima|sociedade anonima|societa anonima',
  'sa-de-cv': 'sa de cv|sociedad anonima de capital variable',
  'sab-de-cv': 'sab de cv',
  's-de-rl': 's de rl de cv|s de rl',
  sas: 'sas|societe par actions simplifiee|sasu',
  sarl: 'sarl|societe a responsabilite limitee|sarl au',
  snc: 'snc|societe en nom collectif|societa in nome collettivo',
  sca: 'sca|societe en commandite par actions',
  spa: 'spa|societa per azioni',
  srl: 'srl|societatea cu raspundere limitata|societa a responsabilita limitata|sociedad de responsabilidad limitada',
  sl: 'sl|slu|sociedad limitada',
  ltda: 'ltda|limitada|lda',
  nv: 'nv|naamloze vennootschap',
  bv: 'bv|besloten vennootschap|besloten vennootschap met beperkte aansprakelijkheid',
  cv: 'cv|commanditaire vennootschap',
  bvba: 'bvba|sprl',
  ab: 'ab|aktiebolag|aktiebolaget|ab publ',
  oy: 'oy|osakeyhtio',
  oyj: 'oyj|oyj abp|julkinen osakeyhtio',
  as: 'as|aksjeselskap|aktieselskab|akciova spolecnost|anonim sirketi',
  asa: 'asa|allmennaksjeselskap',
  aps: 'aps|anpartsselskab',
  ehf: 'ehf|einkahlutafelag',
  kk: 'kk|kabushiki kaisha|kabushiki gaisha',
  gk: 'gk|godo kaisha',
  'sp-zoo': 'sp zoo|spzoo|spolka z ograniczona odpowiedzialnoscia|spolka zoo',
  sro: 'sro|spol sro|spolecnost s rucenim omezenym',
  doo: 'doo|drustvo s ogranicenom odgovornoscu',
  kft: 'kft|korlatolt felelossegu tarsasag',
  zrt: 'zrt',
  nyrt: 'nyrt',
  ooo: 'ooo',
  pjsc: 'pjsc|public joint stock company|public joint-stock company|public joint stock co|open joint stock company|open joint stock co|pao|ojsc|oao',
  jsc: 'jsc|joint stock company|joint stock co|joint-stock company|cjsc|zao',
  fze: 'fze|fzco|fz llc',
  wll: 'wll',
};

const byWords = new Map(
  Object.entries(spellings).flatMap(([form, list]) => list.split('|').map(words => [words, form] as const)),
);
const mostWords = 6;

/** Forms that stand before the name where their countries write them so. */
const leading: ReadonlySet<string> = new Set(['ooo', 'pjsc', 'jsc', 'llc', 'srl', 'sarl', 'sa', 'sas']);

/**
 * The words of a name without the legal forms at its end, or one at its beginning, and those forms in order; a name that is nothing
 * else keeps its first word.
 */
export function takeForms(words: readonly string[]): { words: string[]; forms: string[] } {
  const rest = [...words];
  const forms: string[] = [];
  for (let found = true; found && rest.length > 1; ) {
    found = false;
    for (let length = Math.min(mostWords, rest.length - 1); length > 0 && !found; length -= 1) {
      const form = byWords.get(rest.slice(-length).join(' '));
      if (form === undefined) continue;
      forms.unshift(form);
      rest.length -= length;
      found = true;
    }
    if (rest.at(-1) === 'and') rest.pop();
  }
  const before = forms.length === 0 ? leadingForm(rest) : undefined;
  return before ? { words: rest.slice(before.length), forms: [before.form] } : { words: rest, forms };
}

/** "OOO Vostok", "Limited Liability Company Vostok". */
function leadingForm(words: readonly string[]): { form: string; length: number } | undefined {
  for (let length = Math.min(mostWords, words.length - 1); length > 0; length -= 1) {
    const form = byWords.get(words.slice(0, length).join(' '));
    if (form !== undefined && leading.has(form)) return { form, length };
  }
  return undefined;
}

/** Forms that people take for one another, and that companies change between: worth a look, no proof of difference. */
const confusable: readonly ReadonlySet<string>[] = [
  new Set(['inc', 'corp', 'co', 'ltd']),
  new Set(['ltd', 'pty-ltd', 'pvt-ltd', 'pte-ltd', 'plc']),
  new Set(['sa', 'sa-de-cv', 'sab-de-cv', 'sas']),
  new Set(['srl', 's-de-rl', 'sarl', 'ltda', 'sl']),
  new Set(['gmbh', 'gmbh-co-kg', 'kg']),
  new Set(['jsc', 'pjsc', 'ooo']),
  new Set(['llc', 'pllc', 'lp', 'llp']),
];

/** How far the forms of two names that are otherwise equal speak for one company. */
export type FormsVerdict = 'equal' | 'one-without' | 'one-shorter' | 'confusable' | 'different';

/** `one-shorter`: "Acme Co." and "Acme Co., Inc."; `one-without`: "Acme" and "Acme Inc.". */
export function compareForms(a: readonly string[], b: readonly string[]): FormsVerdict {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.join() === long.join()) return 'equal';
  if (short.length === 0) return 'one-without';
  if (short.length < long.length && (startsWith(long, short) || startsWith(long.toReversed(), short.toReversed())))
    return 'one-shorter';
  const [last, other] = [short.at(-1) as string, long.at(-1) as string];
  return confusable.some(forms => forms.has(last) && forms.has(other)) ? 'confusable' : 'different';
}

const startsWith = (long: readonly string[], short: readonly string[]): boolean =>
  short.every((form, i) => form === long[i]);
