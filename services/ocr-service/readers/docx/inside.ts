/** Takes out the files that lie in a document, so that they become documents of their own. */
import { join, posix } from 'node:path';
import type { FoundChild, Warning } from '../../../../queues/stage.ts';
import { PipelineError } from '../../../../shared/errors.ts';
import type { DocumentTask } from '../document.ts';
import type { Package } from './package.ts';

/** Embedded workbooks, documents and objects, and the parts that stand in for text. A damaged one is a child with its code. */
export async function extractInside(
  file: Package,
  { folder, limits, depth }: DocumentTask,
  altChunks: readonly string[],
): Promise<{ children: FoundChild[]; warnings: Warning[] }> {
  const embedded = file.names.filter(name => /(?:^|\/)embeddings\/[^/]+$/i.test(name));
  const parts = [...new Set([...embedded, ...altChunks.filter(name => file.has(name))])];
  const most = depth < limits.maxDepth ? limits.maxChildren : 0;
  const children: FoundChild[] = [];
  for (const [ordinal, part] of parts.slice(0, most).entries()) {
    children.push(await extractChild(file, part, join(folder, String(ordinal))));
  }
  const left = parts.length - children.length;
  return { children, warnings: left ? [{ code: 'children.tooMany', count: left, missing: true }] : [] };
}

async function extractChild(file: Package, part: string, path: string): Promise<FoundChild> {
  const child = { partPath: part, fileName: posix.basename(part) };
  try {
    await file.extract(part, path);
    return { ...child, path };
  } catch (thrown) {
    if (!(thrown instanceof PipelineError)) throw thrown;
    return { ...child, error: { code: thrown.code, message: thrown.message } };
  }
}
