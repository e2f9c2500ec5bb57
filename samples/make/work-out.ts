/** Works out the truth of a made file, and checks that what its paper says about itself is there to be found. */
import { createHash } from 'node:crypto';
import { flat } from '../compare.ts';
import type { About } from '../papers/paper.ts';
import type { Truth, TruthContent, TruthFile, TruthPage } from '../truth.ts';
import { differentEntity, sameEntity } from './entities.ts';
import { findFacts } from './facts.ts';
import type { Outline } from './outline.ts';
import type { MadeFile } from './recipes.ts';

/** What is expected of one file. Throws if title, docket, judge or term of its paper is not on its pages. */
export function workOutFile(name: string, made: MadeFile): TruthFile {
  const { bytes, about, outline, ...expected } = made;
  return {
    name,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    children: [],
    mail: null,
    word: null,
    speech: null,
    anchors: [],
    ...expected,
    content: about && workOutContent(name, about, expected.pages, outline ?? { headings: [], clauses: [] }),
  };
}

function workOutContent(name: string, about: About, pages: TruthPage[], outline: Outline): TruthContent {
  const texts = pages.map(page => page.text);
  const whole = flat(texts.join(' '));
  for (const text of [about.title, about.docket, about.judge, about.term]) {
    if (text && !whole.includes(text)) throw new Error(`${name} does not say ${text}`);
  }
  const headings = outline.headings.filter(heading => heading !== flat(about.title));
  return {
    judge: null,
    counsel: [],
    governingLaw: null,
    effectiveDate: null,
    filingDate: null,
    term: null,
    ...about,
    headings,
    // Not those that a footnote at the end of a page parts in two.
    clauses: outline.clauses.filter(({ text }) => whole.includes(text)),
    persons: findFacts('persons', texts),
    organizations: findFacts('organizations', texts),
    dates: findFacts('dates', texts),
    amounts: findFacts('amounts', texts),
    citations: findFacts('citations', texts),
    statutes: findFacts('statutes', texts),
    emails: findFacts('emails', texts),
    phones: findFacts('phones', texts),
    durations: findFacts('durations', texts),
    percents: findFacts('percents', texts),
    regulations: findFacts('regulations', texts),
    addresses: findFacts('addresses', texts),
    bates: findFacts('bates', texts),
  };
}

/** The truth of the whole matter. Throws if a name of an entity pair is not on the pages of its file. */
export function workOutMatter(files: TruthFile[]): Truth {
  for (const { file, text } of [...sameEntity, ...differentEntity].flatMap(({ a, b }) => [a, b])) {
    const pages = files.find(({ name }) => name === file)?.pages ?? [];
    if (!pages.some(page => flat(page.text).includes(text))) throw new Error(`${file} does not name ${text}`);
  }
  return { matter: 'Halvorsen v. Brightwater', files, sameEntity, differentEntity };
}
