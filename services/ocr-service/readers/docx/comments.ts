/** Reads the comments of a document: who said what, in answer to what, and whether it is settled. */
import { joinBlocks } from './block.ts';
import type { Findings } from './findings.ts';
import type { Package } from './package.ts';
import { readStories } from './story.ts';
import { isOn } from './xml.ts';

/** As it ends up in `segments.properties.comments`, with its place. */
export interface Comment {
  id: string;
  author?: string;
  initials?: string;
  date?: string;
  text: string;
  resolved?: boolean;
  /** Id of the comment it answers. */
  replyTo?: string;
}

/** All comments by id. `extended` is the part that holds threads and states (Word 2013 and later). */
export async function readComments(
  file: Package,
  part: string,
  extended: string | undefined,
  findings: Findings,
): Promise<Map<string, Comment>> {
  const { stories } = await readStories(file, part, findings, 'aside');
  const comments = new Map<string, Comment>();
  const byParagraph = new Map<string, Comment>();
  for (const { attributes, blocks, lastParagraph } of stories) {
    const { 'w:id': id = '', 'w:author': author, 'w:initials': initials, 'w:date': date } = attributes;
    const text = joinBlocks(blocks, '\n').text;
    const comment = { id, ...(author && { author }), ...(initials && { initials }), ...(date && { date }), text };
    comments.set(id, comment);
    if (lastParagraph) byParagraph.set(lastParagraph, comment);
  }
  if (extended && file.has(extended)) await readThreads(file, extended, byParagraph);
  return comments;
}

async function readThreads(file: Package, part: string, byParagraph: Map<string, Comment>): Promise<void> {
  await file.read(part, {
    open(name, { 'w15:paraId': id = '', 'w15:paraIdParent': parent = '', 'w15:done': done = '0' }) {
      const comment = name === 'w15:commentEx' ? byParagraph.get(id) : undefined;
      if (!comment) return;
      if (isOn({ 'w:val': done })) comment.resolved = true;
      const answered = byParagraph.get(parent);
      if (answered) comment.replyTo = answered.id;
    },
    close() {},
  });
}
