/** Tells the language of a text by counting its most common small words; good enough to choose a full-text configuration. */

const commonWords = {
  en: 'the of and to in that is for on with as by this be are or was from not which shall any at an have it such',
  de: 'der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch werden bei oder nach durch',
  fr: 'le les des et du est une dans pour que qui sur par au plus pas sont avec ce aux cette été ou ses entre',
  es: 'el los las y del que una por con para su es al lo como más pero sus este ha entre sin sobre también ser',
  it: 'il di che è un per una sono con non del della dei alla nel le gli si più come anche dal delle ha questo',
  pt: 'o os da do em um para com não uma que por mais as dos como mas ao ele das à seu sua ou quando muito',
} as const;

export type KnownLanguage = keyof typeof commonWords;

const languagesOf = new Map<string, KnownLanguage[]>();
for (const [language, words] of Object.entries(commonWords)) {
  for (const word of words.split(' ')) {
    languagesOf.set(word, [...(languagesOf.get(word) ?? []), language as KnownLanguage]);
  }
}

/** How many words a vote looks at: enough to be sure, little enough to be free. */
const maxWords = 5_000;

/** The winner of the vote, and its common words as a share of all words of the sample (0 to 1). */
export function detectLanguage(text: string): { language: KnownLanguage; share: number; words: number } {
  const votes: Record<KnownLanguage, number> = { en: 0, de: 0, fr: 0, es: 0, it: 0, pt: 0 };
  let words = 0;
  for (const [word] of text.matchAll(/\p{L}+/gu)) {
    if (++words > maxWords) break;
    for (const language of languagesOf.get(word.toLowerCase()) ?? []) votes[language]++;
  }
  const ranked = (Object.entries(votes) as [KnownLanguage, number][]).sort((a, b) => b[1] - a[1]);
  const [language, count] = ranked[0] ?? ['en', 0];
  return { language: count > 0 ? language : 'en', share: words ? count / words : 0, words };
}
