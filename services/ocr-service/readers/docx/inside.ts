/** Takes out the files that lie in a document, so that they become documents of their own. */
import { posix } from 'node:path';
import type { FoundChild, Warning } from '../../../../queues/stage.ts';
import { createChildren } from '../children.ts';
import type { DocumentTask } from '../document.ts';
import type { Package } from './package.ts';

/** Embedded workbooks, documents and objects, and the parts that stand in for text. A damaged one is a child with its code. */
export async function extractInside(
  file: Package,
  task: DocumentTask,
  altChunks: readonly string[],
): Promise<{ children: FoundChild[]; warnings: Warning[] }> {
  const embedded = file.names.filter(name => /(?:^|\/)embeddings\/[^/]+$/i.test(name));
  const parts = new Set([...embedded, ...altChunks.filter(name => file.has(name))]);
  const children = createChildren(task);
  for (const partPath of parts) {
    const fileName = posix.basename(partPath);
    await children.add({ partPath, fileName, size: file.size(partPath), bytes: () => file.bytes(partPath) });
  }
  return { children: children.found(), warnings: children.warnings() };
}
