/** Reads the appearances at the head of an opinion: who argued, who was on the brief, and for whom. */
import { type CounselFound, isFirm, partiesAfter, rolePhrase } from './counsel-words.ts';
import { isNameLike, type NameAt, personPattern } from './names.ts';
import { roleName } from './roles.ts';

const person = personPattern('\\s{1,3}');
/** "Roger K. Gannam, with whom Mathew D. Staver and Liberty Counsel were on brief, for appellant." */
const appearance = new RegExp(
  `(?:\\bargued\\b[^.]{0,120}|\\bon\\s+(?:the\\s+)?briefs?\\b,?|,)\\s+(?:(?:and\\s)?filed[^.]{0,40}\\s)?(?:for|on behalf of)\\s+(?:the\\s+)?(?<role>${rolePhrase})\\b(?<rest>[^\\n]{0,120})`,
  'di',
);
/** Words of an appearance that are neither a lawyer nor a firm. */
const office =
  /['’]s attorney$|^(?:(?:deputy|assistant|associate|senior|chief|special|former|acting|state|united states|u\.s\.)\s)*(?:attorneys?\b|solicitor|counsel|prosecutor|public defender|of counsel)|^(?:[A-Z]\w+ ){1,2}City$|\b(?:argued|brief|joined|with (?:him|her|them)|general|the cause|pro se)\b/i;

/** A blank line, or a line that ends with whom somebody is for. */
const paragraphEnd =
  /(?<=\n)[^\S\n]*\n|(?<=(?:petitioner|respondent|appellant|appellee|plaintiff|defendant|curia|pro s)[es]?\.)[^\S\n]*\n/;

/** A paragraph that opens with a lawyer and ends with whom they are for. */
export function appearances(text: string, headReach: number): CounselFound[] {
  const found: CounselFound[] = [];
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
