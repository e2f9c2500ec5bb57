/** Citations of enacted law: codes, session laws, regulations, constitutions, court rules and acts by name. */
import type { FoundMention } from '../engine.ts';
import { stateNames } from './places.ts';

/** White space or a single line break; citations wrap. */
const s = '[^\\S\\n]{0,2}\\n?[^\\S\\n]{0,2}';
const sectionNumber = '\\d[\\dA-Za-z]*(?:[.:-]\\d[\\dA-Za-z]*)*(?:\\((?:\\d{1,3}|[a-zA-Z]{1,5})\\))*';
/** One section, a range or a list of them: "270a-270f", "3301, 3302", "77z-2(b)(1)–(2)". */
const sections = `(?<sections>${sectionNumber}(?:${s}(?:[-–—]|to|through|,|,?${s}and|,?${s}or|&)${s}(?:${sectionNumber}|(?:\\([a-zA-Z0-9]{1,3}\\))+)(?![\\w(]|\\s{1,2}[A-Z])){0,9}(?:${s}et${s}seq\\.?)?)`;
/** The section sign, one or two, or what plain-text opinions write for it. */
const sign = '(?<sign>§{1,2}|ss?\\.?|[Ss]ec(?:tion|tions|s)?\\.?)';
const enacted = `(?:${s}\\((?:Supp\\.[^)]{0,20}|West |LexisNexis )?(?:1[789]|20)\\d\\d\\))?`;
const states =
  'Ala\\.|Alaska|Ariz\\.|Ark\\.|Cal\\.|Colo\\.|Conn\\.|Del\\.|D\\.C\\.|Fla\\.|Ga\\.|Haw\\.|Idaho|Ill\\.|Ind\\.|Iowa|Kan\\.|Ky\\.|La\\.|Me\\.|Md\\.|Mass\\.|Mich\\.|Minn\\.|Miss\\.|Mo\\.|Mont\\.|Neb\\.|Nev\\.|N\\.\\s?H\\.|N\\.\\s?J\\.|N\\.\\s?M\\.|N\\.\\s?Y\\.|N\\.\\s?C\\.|N\\.\\s?D\\.|Ohio|Okla\\.|Or\\.|Pa\\.|R\\.\\s?I\\.|S\\.\\s?C\\.|S\\.\\s?D\\.|Tenn\\.|Tex\\.|Utah|Vt\\.|Va\\.|Wash\\.|W\\.\\s?Va\\.|Wis\\.|Wyo\\.|California|Florida|Texas|Tennessee|Delaware|New\\sYork|Missouri|Illinois|Georgia|Arizona';
const statesInFull = stateNames.join('|').replace(/ /g, s);

type Parts = Record<string, string | undefined>;

interface Rule {
  kind: string;
  /** What any match has in it: where it is missing the pattern need not be tried. */
  hint?: RegExp;
  pattern: RegExp;
  value: (parts: Parts) => string;
  score: number;
}

/** The section sign for what was written: doubled for lists and ranges. */
const signFor = ({ sign: written = '', sections: list = '' }: Parts): string =>
  /§§|^ss|sections|secs/i.test(written) || /,|&|\b(?:and|or|to|through|et seq)\b|^(\d+)[a-z]*-\1[a-z]/.test(list)
    ? '§§'
    : '§';

const rules: Rule[] = [
  {
    kind: 'code',
    hint: /U\.\s?S\.\s?C/,
    pattern: new RegExp(
      `(?<![\\d.$-])(?<title>\\d{1,2})${s}U\\.\\s?S\\.\\s?C\\.(?:\\s?[AS]\\.)?,?${s}(?:${sign}${s})?${sections}${enacted}`,
      'g',
    ),
    value: ({ title, ...parts }) => `${title} U.S.C. ${signFor(parts)} ${parts.sections}`,
    score: 0.98,
  },
  {
    kind: 'regulation',
    hint: /C\.?\s?F\.?\s?R/,
    pattern: new RegExp(
      `(?<![\\d.$-])(?<title>\\d{1,2})${s}C\\.?\\s?F\\.?\\s?R\\.?,?${s}(?<part>(?:[Pp]arts?|pts?\\.)${s})?(?:${sign}${s})?${sections}${enacted}`,
      'g',
    ),
    value: ({ title, part, ...parts }) => `${title} C.F.R. ${part ? 'pt.' : signFor(parts)} ${parts.sections}`,
    score: 0.98,
  },
  {
    kind: 'public law',
    hint: /L(?:aw|\.)|P\.\s?L/i,
    pattern: new RegExp(
      `\\b(?:Pub(?:lic|\\.)${s}L(?:aw|\\.)|P\\.\\s?L\\.)${s}(?:No\\.${s})?(?<congress>\\d{2,3})[-–](?<number>\\d{1,4})(?:,${s}(?:§{1,2}${s}|[Tt]it(?:le|\\.)${s})${sections})?`,
      'gi',
    ),
    value: ({ congress, number }) => `Pub. L. ${congress}-${number}`,
    score: 0.98,
  },
  {
    kind: 'session law',
    hint: /Stat\./,
    pattern: new RegExp(
      `(?<![\\d.$-])(?<volume>\\d{1,3})${s}Stat\\.${s}(?<page>\\d{1,5})(?:[-–]\\d{1,5})?(?!\\d)`,
      'g',
    ),
    value: ({ volume, page }) => `${volume} Stat. ${page}`,
    score: 0.97,
  },
  {
    kind: 'register',
    hint: /Fed\.|FR/,
    pattern: new RegExp(
      `(?<![\\d.$-])(?<volume>\\d{1,3})${s}(?:Fed\\.\\s?Reg\\.|FR)${s}(?<page>\\d{1,3},\\d{3}|\\d{3,6})(?!\\d)`,
      'g',
    ),
    value: ({ volume, page }) => `${volume} Fed. Reg. ${page?.replace(',', '')}`,
    score: 0.95,
  },
  {
    kind: 'code',
    hint: /I\.\s?R\.|Internal/,
    pattern: new RegExp(`\\b(?:I\\.\\s?R\\.\\s?C\\.|Internal${s}Revenue${s}Code),?${s}${sign}${s}${sections}`, 'g'),
    value: ({ ...parts }) => `I.R.C. ${signFor(parts)} ${parts.sections}`,
    score: 0.97,
  },
  {
    kind: 'regulation',
    hint: /Regs?\./i,
    pattern: new RegExp(
      `\\b(?:(?:Temp\\.|Prop\\.)${s})?Treas\\.${s}Reg\\.,?${s}${sign}${s}${sections}|\\bsec(?:tion|\\.)${s}(?<reg>1\\.\\d+-\\d+[\\w()]*),${s}Income${s}Tax${s}Regs\\.`,
      'gi',
    ),
    value: ({ sections: list, reg }) => `Treas. Reg. § ${list ?? reg}`,
    score: 0.97,
  },
  {
    kind: 'state code',
    hint: /§|\bss?\b|[Ss]ec/,
    pattern: new RegExp(
      `(?:(?<![\\d.$-])(?<number>\\d{1,3})${s})?\\b(?<state>${states})${s}(?<name>(?:(?:(?!County\\b)\\p{Lu}[\\p{L}'’]*\\.?|&|and|of|the)${s}){0,7}?(?:Code|Stat(?:utes?|s?\\.)|Laws?|L\\.|R\\.|Ann\\.|Admin\\.|Comp\\.|C\\.)(?:${s}(?:Code|Ann(?:otated|\\.)|Stat\\.|Rev\\.|Regs?\\.|Comp\\.|R\\.|\\(\\p{Lu}[\\p{L}. ]{2,20}\\)))*),?${s}(?:(?:tit(?:le|\\.)|ch(?:apter|\\.)|art(?:icle|\\.))${s}(?<title>\\d{1,3}[A-Za-z]?),?${s})?${sign}${s}${sections}${enacted}`,
      'gu',
    ),
    value: ({ number, state, name, title, ...parts }) =>
      `${number ? `${number} ` : ''}${state} ${name}${title ? ` tit. ${title},` : ''} ${signFor(parts)} ${parts.sections}`,
    score: 0.93,
  },
  {
    // "section 13-3407 of the Arizona Revised Statutes", "section 542.335, Florida Statutes".
    kind: 'state code',
    hint: /section/i,
    pattern: new RegExp(
      `\\b(?<sign>[Ss]ections?)${s}${sections}(?:,|${s}of${s}the)${s}(?<state>${statesInFull})${s}(?<name>(?:\\p{Lu}\\p{L}+${s}(?:and${s})?){0,4}?(?:Statutes|Code|Laws?)(?:${s}(?:Annotated|Ann\\.))?)(?!\\p{L})`,
      'gu',
    ),
    value: ({ state, name, ...parts }) => `${state} ${name} ${signFor(parts)} ${parts.sections}`,
    score: 0.95,
  },
  {
    // Codes that are cited by their letters: "O.C.G.A. § 9-11-12", "735 ILCS 5/2-615", "RCW 4.16.080".
    kind: 'state code',
    pattern: new RegExp(
      `(?<![\\p{L}\\d.$-])(?:(?<number>\\d{1,3})${s})?(?<code>O\\.?C\\.?G\\.?A\\.?|T\\.C\\.A\\.|K\\.S\\.A\\.|N\\.J\\.S\\.A\\.|N\\.J\\.A\\.C\\.|A\\.R\\.S\\.|C\\.R\\.S\\.|M\\.R\\.S\\.(?:A\\.)?|V\\.S\\.A\\.|R\\.S\\.Mo\\.|RSMo\\.?|R\\.C\\.|RCW|WAC|NRS|N\\.R\\.S\\.|ORS|HRS|KRS|MCL|M\\.C\\.L\\.|MCA|CPLR|C\\.P\\.L\\.R\\.|ILCS|Pa\\.${s}C\\.?S\\.(?:A\\.)?|P\\.S\\.|G\\.${s}L\\.|M\\.G\\.L\\.|U\\.?C\\.?C\\.?|U\\.?S\\.?S\\.?G\\.?|D\\.C\\.${s}Code)(?:${s}Ann\\.)?,?${s}(?:(?:ch?\\.|ch(?:apter)?)${s}(?<title>\\d{1,3}[A-Z]?),?${s})?(?:${sign}${s})?(?<sections>\\d[\\dA-Za-z]*(?:[.:/-]\\d[\\dA-Za-z]*)*(?:\\([\\dA-Za-z]{1,5}\\))*)`,
      'gu',
    ),
    value: ({ number, code, title, ...parts }) =>
      `${number ? `${number} ` : ''}${code}${title ? ` ch. ${title},` : ''}${parts.sign ? ` ${signFor(parts)}` : ''} ${parts.sections}`,
    score: 0.93,
  },
  {
    kind: 'guideline',
    hint: /Restatement/,
    pattern: new RegExp(
      `\\bRestatement${s}\\((?<edition>First|Second|Third)\\)${s}of${s}(?<subject>\\p{Lu}\\p{L}+(?:${s}(?:of${s}|and${s})?\\p{Lu}\\p{L}+){0,4}),?${s}${sign}${s}${sections}`,
      'gu',
    ),
    value: ({ edition, subject, ...parts }) =>
      `Restatement (${edition}) of ${subject} ${signFor(parts)} ${parts.sections}`,
    score: 0.95,
  },
  {
    // California's courts leave out the state.
    kind: 'state code',
    pattern: new RegExp(
      `(?<![\\p{L}.]\\s)\\b(?<code>Code${s}Civ\\.${s}Proc\\.|(?:Pen\\.|Civ\\.|Evid\\.|Gov\\.|Lab\\.|Fam\\.|Prob\\.|Veh\\.|Ins\\.|Corp\\.|Bus\\.${s}&${s}Prof\\.|Health${s}&${s}Saf\\.|Welf\\.${s}&${s}Inst\\.)${s}Code),?${s}${sign}${s}${sections}`,
      'gu',
    ),
    value: ({ code, ...parts }) => `Cal. ${code} ${signFor(parts)} ${parts.sections}`,
    score: 0.9,
  },
  {
    kind: 'act',
    hint: /Code/,
    pattern: new RegExp(
      `\\b(?<name>Internal${s}Revenue${s}Code|Bankruptcy${s}Code|Uniform${s}Commercial${s}Code)(?<of>${s}of${s}(?:19|20)\\d\\d)?`,
      'g',
    ),
    value: ({ name, of }) => `${name}${of ? ` ${of.trim()}` : ''}`,
    score: 0.9,
  },
  {
    kind: 'constitution',
    hint: /const/i,
    pattern: new RegExp(
      `\\b(?<whose>U\\.\\s?S\\.|${states})${s}Const(?:itution|\\.),?${s}(?<place>(?:amends?\\.|amendments?|arts?\\.|articles?|pmbl\\.)${s}[IVXL\\d]{1,6}(?![\\p{L}\\d])(?:,${s}(?:§|cl\\.|sec\\.|clause|section)${s}\\d{1,3}(?:\\([a-z]\\))?){0,2})`,
      'giu',
    ),
    value: ({ whose, place }) => `${whose?.replace(/\s/g, '')} Const. ${place}`,
    score: 0.97,
  },
  {
    // Not the fourth amendment of a contract.
    kind: 'constitution',
    hint: /Amendment/,
    pattern: new RegExp(
      `\\b(?<ordinal>First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh|Twelfth|Thirteenth|Fourteenth|Fifteenth|Sixteenth|Nineteenth|Twenty-First)${s}Amendment(?!s|\\p{L}|${s}(?:to|and${s}Restate)(?!${s}the${s}(?:United|U\\.|Federal|Const)))`,
      'gu',
    ),
    value: ({ ordinal }) => `${ordinal} Amendment`,
    score: 0.8,
  },
  {
    // "Section 10(b) of the Exchange Act": the act is a mention of its own.
    kind: 'section',
    hint: /section/i,
    pattern: new RegExp(
      `\\b(?<sign>[Ss]ections?)${s}${sections}(?=${s}of${s}(?:the${s})?(?:\\p{Lu}[\\p{L}.'’-]*${s}(?:(?:of|and|for|in)${s}(?:the${s})?)?|(?:19|20)\\d\\d${s}){0,8}(?:Act|Code|Statutes?|Constitution)(?!\\p{L}))`,
      'gu',
    ),
    value: ({ ...parts }) => `${signFor(parts)} ${parts.sections}`,
    score: 0.85,
  },
  {
    kind: 'rule',
    hint: /R(?:ules?|\.)|FR[CEA]/,
    pattern: new RegExp(
      `\\b(?<set>FRCP|FRE|FRAP|(?:Local|Loc\\.|Civ(?:il|\\.)${s}(?:Local|L\\.))${s}(?:Civil${s})?R(?:ules?|\\.)|(?:${states})${s}R(?:ules?|\\.)${s}(?:of${s})?(?:Civ(?:il|\\.)|Crim(?:inal|\\.)|App(?:ellate|\\.)|Evid(?:ence|\\.))(?:${s}(?:P(?:rocedure|\\.)))?|Fed\\.${s}R\\.${s}(?:Civ\\.|Crim\\.|App\\.|Evid\\.|Bankr\\.)${s}(?:P\\.)?|Federal${s}Rules?${s}of${s}(?:Civil${s}Procedure|Criminal${s}Procedure|Appellate${s}Procedure|Evidence)|\\bRules?)${s}(?<number>\\d{1,3}(?:\\.\\d{1,3})?[a-z]?(?:-\\d{1,3})?(?:\\([a-zA-Z0-9]{1,4}\\))*)(?![\\d\\w])(?!${s}of${s}th(?:is|e)${s}(?:Agreement|Contract|Plan))`,
      'gu',
    ),
    value: ({ set, number }) => `${set?.startsWith('Rule') ? 'Rule' : set} ${number}`,
    score: 0.8,
  },
  {
    kind: 'section',
    hint: /§/,
    pattern: new RegExp(
      `§{1,2}${s}${sections}(?![\\w(]|\\.\\d)(?!${s}(?:of${s}(?:this|the)${s}(?:Agreement|Contract|Lease|Plan|Policy)|above|below|here(?:of|in)))`,
      'g',
    ),
    value: ({ ...parts }) => `${signFor(parts)} ${parts.sections}`,
    score: 0.7,
  },
];

/** All citations of law; value in the form of the citation manuals, `28 U.S.C. § 586(b)`. */
export function* findStatutes(text: string): Generator<FoundMention> {
  for (const { kind, hint, pattern, value, score } of rules) {
    if (hint && !hint.test(text)) continue;
    for (const match of text.matchAll(pattern)) {
      const parts: Parts = { ...match.groups };
      for (const name of Object.keys(parts)) parts[name] = clean(parts[name]);
      const end = match.index + match[0].trimEnd().length;
      const { sign: _, ...rest } = parts;
      const properties = { kind, ...definedOf(rest) };
      const type = isRegulation(kind, parts.name, parts.number) ? 'REGULATION' : 'STATUTE';
      yield { type, start: match.index, end, value: clean(value(parts)) as string, properties, score };
    }
  }
  yield* findActs(text);
}

/** What agencies make: the federal rules, and the administrative codes of the states ("Cal. Code Regs.", "Tex. Admin. Code"). */
const isRegulation = (kind: string, name = '', number = ''): boolean =>
  // "Rule 10b-5": of the Securities and Exchange Commission.
  /^\d{1,2}[a-z]\d?-\d/.test(number) ||
  kind === 'regulation' ||
  kind === 'register' ||
  /\b(?:Admin|Regs?)\b/.test(name);

/** Words an act's name is made of; a small word needs a capitalised one before it. */
const actName =
  /(?:(?:\d{1,2}(?:st|nd|rd|th)\s{1,3})?(?:\p{Lu}[\p{L}'’-]*,?(?:\s{1,3}(?:of|and|for|in|to|the|on|with|against|&))*\s{1,3})+|(?:1[89]|20)\d\d\s{1,2})$/u;
const act =
  /\bAct\b(?<of>(?:\s{1,2}of|,)\s{1,2}(?:1[789]|20)\d\d(?!\d))?(?!\s+of\s+(?!(?:1[789]|20)\d\d)|['’-]?\p{L})/gu;
/** Words that open a sentence or point at an act, and are not of its name. */
const notOfName =
  /^(?:(?:Title|Section|Chapter|Subchapter|Part)\s+[\dIVXLC]+[\w().-]*\s+of\s+(?:the\s+)?|(?:This|The|That|Said|Such|Each|An?|Any|Under|By|In|Of|Title|Section|And|See|Since|While|When|If|For|Although|Because|As|To|But|Code|Model)\s+(?:the\s+)?)+/;

/** Acts by name: "Miller Act", "Bipartisan Budget Act of 2013". */
function* findActs(text: string): Generator<FoundMention> {
  for (const match of text.matchAll(act)) {
    const from = Math.max(0, match.index - 120);
    const written = actName.exec(text.slice(from, match.index))?.[0];
    // A heading in capitals on the line above is not part of the name.
    const name = written?.replace(/^[^\p{Ll}]*\n/u, '').replace(notOfName, '');
    if (!name || !/^[\p{Lu}\d]/u.test(name)) continue;
    const start = match.index - name.length;
    const value = clean(`${name}Act${match.groups?.of ?? ''}`) as string;
    yield {
      type: 'STATUTE',
      start,
      end: match.index + match[0].length,
      value,
      properties: { kind: 'act' },
      score: 0.85,
    };
  }
}

/** One spelling of space, dash and the hyphen of a line's end. */
const clean = (part: string | undefined): string | undefined =>
  part
    ?.replace(/\s+/g, ' ')
    .replace(/[–—]/g, '-')
    .replace(/(?<=\d[a-z]?)-\s(?=\d)/g, '-')
    .replace(/’/g, "'")
    .trim();

const definedOf = (parts: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(parts).filter((entry): entry is [string, string] => entry[1] !== undefined));
