/** Two engines as one: rules for what has a form, a model for names that no rule knows. */
import type { FoundMention, NerEngine } from './engine.ts';
import { withoutOverlaps } from './rules/found.ts';

/**
 * The mentions of both, none overlapping. What the rules found stays, with one exception: a name they only guessed - a person,
 * organisation or place without a title, role, legal form or the like - gives way to a longer one of the model that holds all
 * of it, if the model is surer ("Chicago" to "Chicago Tribune"). So dates, money, citations, courts and all else that has a form is
 * the rules' own ground. Every mention says who found it.
 */
export function joinEngines(rules: NerEngine, model: NerEngine): NerEngine {
  return {
    name: `${rules.name}+${model.name}`,
    version: `${rules.version}+${model.version}`,
    ...(model.model !== undefined && { model: model.model }),
    async find(text, options) {
      const ruled = await rules.find(text, options);
      const learnt = (await model.find(text, options)).filter(mention => !isTerm(text, mention));
      return joinMentions(by(rules, ruled), by(model, learnt));
    },
    findAgain: (text, known) => by(rules, rules.findAgain?.(text, known) ?? []),
    async close() {
      await rules.close?.();
      await model.close?.();
    },
  };
}

const by = ({ name, model }: NerEngine, found: readonly FoundMention[]): FoundMention[] =>
  found.map(mention => ({ ...mention, by: { engine: name, ...(model !== undefined && { model }) } }));

/** `(the "Company")`, `(IFIC)`: what a document defines there, and for whom, is the rules' to read; a mention would be in their way. */
function isTerm(text: string, { type, start, end }: FoundMention): boolean {
  if (type === 'LOCATION') return false;
  const [before, after] = [text.slice(Math.max(0, start - 2), start), text.slice(end, end + 2)];
  const isQuoted = /["“‘'`]$/.test(before) && /^[,.]?["”’']/.test(after);
  return isQuoted || (before.endsWith('(') && after.startsWith(')'));
}

/** Both by start, none overlapping another of its list; so is what is made of them. */
export function joinMentions(ruled: readonly FoundMention[], learnt: readonly FoundMention[]): FoundMention[] {
  const better = learnt.filter(mention => {
    const touched = ruled.filter(({ start, end }) => start < mention.end && end > mention.start);
    return touched.length > 0 && touched.every(other => givesWay(other, mention));
  });
  return withoutOverlaps([...better, ...ruled, ...learnt]);
}

function givesWay({ type, start, end, score, properties }: FoundMention, to: FoundMention): boolean {
  const isGuess = guessed.has(type) && proofs.every(name => properties[name] === undefined);
  const isWithin = to.start <= start && to.end >= end && to.end - to.start > end - start;
  return isGuess && isWithin && to.score > score;
}

const guessed: ReadonlySet<string> = new Set(['PERSON', 'ORGANIZATION', 'LOCATION']);
/** What a rule found beside the name, or knows of it. */
const proofs = ['title', 'role', 'form', 'state'];
