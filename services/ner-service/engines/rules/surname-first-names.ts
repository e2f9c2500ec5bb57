/** East Asian names that keep the surname first: "Nguyen Van Thieu", "Park Geun-hye", "Zhang Wei". */
import type { FoundMention } from '../engine.ts';
import { isCommonWord, isGivenName, isNeverName } from './vocabulary.ts';

/** Frequent surnames; those before the bar are hardly anything else in English. */
const surnames =
  `Nguyen|Nguyễn|Tran|Trần|Pham|Phạm|Huynh|Hoang|Zhang|Zhou|Zhao|Zhu|Huang|Xu|Liu|Jiang|Zheng|Xie|Deng|Cao|Qian|Guo|Luo|Tang|
  Liang|Wang|Chen|Kim|Choi|Jung|Yoon|Kwon|Hwang|Jeong|Shin|Cho|Lim|Bae|Moon|Park|Lee|Kang|Oh|Ban|Li|Wu|Yang|Lin|Hu|Ma|Sun|He|Le|Vo|Do|Xi|Mao`
    .split(/\|\s*/)
    .join('|');
const name = new RegExp(
  `(?<![\\p{L}\\p{N}@/.\\ue000'’-]|(?:\\p{Lu}\\p{L}{1,20}|\\p{Lu}\\.)[^\\S\\n])(?<surname>${surnames})[^\\S\\n](?<given>\\p{Lu}\\p{Ll}+-\\p{Ll}+|(?:Van|Văn|Thi|Thị|Dinh|Ngoc|Minh|Duc|Huu)(?:[^\\S\\n]\\p{Lu}\\p{Ll}+){1,2}|(?<plain>\\p{Lu}\\p{Ll}+))(?![\\p{L}\\p{N}]|-\\p{L}|[^\\S\\n]\\p{Lu})`,
  'gu',
);

/** Persons named surname first. Value as written. A given name in one piece must look like none of English. */
export function* findSurnameFirstNames(text: string): Generator<FoundMention> {
  for (const match of text.matchAll(name)) {
    const { surname = '', given = '', plain } = match.groups as Record<string, string | undefined>;
    if (plain && (surname.length < 3 || isCommonWord(plain) || isNeverName(plain) || isGivenName(plain))) continue;
    if (plain && /^(?:Park|Moon|Lee|Sun|Ban|Tang|Kim|Cho|Lim|Chen|Wang)$/.test(surname)) continue;
    const value = `${surname} ${given}`;
    const properties = { given, surname };
    yield { type: 'PERSON', start: match.index, end: match.index + match[0].length, value, properties, score: 0.8 };
  }
}
