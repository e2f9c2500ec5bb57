/** Leaves the files found inside a document in the folder of its task, within the limits of the project. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundChild, Warning } from '../../../queues/stage.ts';
import { type ErrorCode, PipelineError } from '../../../shared/errors.ts';
import type { DocumentTask } from './document.ts';

/** A file inside, before its bytes are asked for. */
export interface ChildSource {
  partPath: string;
  fileName: string;
  properties?: Record<string, unknown>;
  /** Gives the bytes, in pieces; may throw a `PipelineError`, which then is the child's. */
  bytes(): AsyncIterable<Uint8Array>;
}

export interface Children {
  /** Saves a file as the next child, or notes why it has no bytes. */
  add(source: ChildSource): Promise<void>;
  /** Notes a file that cannot be had. */
  refuse(source: Omit<ChildSource, 'bytes'>, code: ErrorCode, message: string): void;
  found(): FoundChild[];
  /** Says how many were left out. */
  warnings(): Warning[];
}

/** All files inside one document together may hold this many times the bytes that one file may. */
const totalFactor = 2;

/** Collects children of the document of `task`. One that is too large, too deep or empty becomes a child with its code. */
export function createChildren({ folder, limits, depth }: DocumentTask): Children {
  const found: FoundChild[] = [];
  let leftOut = 0;
  let total = 0;
  const maxTotal = totalFactor * limits.maxFileBytes;
  const isFull = () => {
    if (found.length < limits.maxChildren) return false;
    leftOut++;
    return true;
  };
  const push = (source: Omit<ChildSource, 'bytes'>, rest: Pick<FoundChild, 'path' | 'error'>) => {
    const { partPath, fileName, properties } = source;
    found.push({ partPath, fileName, ...(properties && { properties }), ...rest });
  };
  return {
    async add(source) {
      if (isFull()) return;
      if (depth + 1 > limits.maxDepth) {
        const message = `depth ${depth + 1}, at most ${limits.maxDepth} is allowed`;
        push(source, { error: { code: 'L_TOO_DEEP', message } });
        return;
      }
      const path = join(folder, `${found.length}`);
      try {
        const bytes = await save(path, source.bytes(), Math.min(limits.maxFileBytes, maxTotal - total));
        total += bytes;
        if (bytes === 0) throw new PipelineError('I_EMPTY_FILE', 'the file has no bytes');
        push(source, { path });
      } catch (thrown) {
        if (!(thrown instanceof PipelineError) || thrown.code.startsWith('X_')) throw thrown;
        push(source, { error: { code: thrown.code, message: thrown.message } });
      }
    },
    refuse(source, code, message) {
      if (!isFull()) push(source, { error: { code, message } });
    },
    found: () => found,
    warnings: () => (leftOut ? [{ code: 'children.tooMany', count: leftOut, missing: true }] : []),
  };
}

async function save(path: string, pieces: AsyncIterable<Uint8Array>, maxBytes: number): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      bytes += piece.length;
      if (bytes > maxBytes) {
        throw new PipelineError('L_FILE_TOO_LARGE', `the file has more than the ${maxBytes} bytes that are allowed`);
      }
      await file.writeFile(piece);
    }
  } finally {
    await file.close();
  }
  return bytes;
}

/** Control characters, and those that turn the direction of writing and make `exe.pdf` out of `fdp.exe`. */
const unfit = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const longestName = 255;

const longestPath = 1_000;

/** A path as a name for a place: no root, no drive, no steps up, no control characters, at most 1,000 units. */
export function cleanPath(given: string): string {
  const parts = given
    .toWellFormed()
    .replace(unfit, '')
    .normalize('NFC')
    .replace(/^[A-Za-z]:/, '')
    .split(/[\\/]/);
  const kept = parts.map(part => part.trim()).filter(part => !['', '.', '..'].includes(part));
  return kept.join('/').slice(-longestPath).toWellFormed();
}

/** The last part of a name, fit to be kept and shown; empty if nothing is left of it. */
export function baseName(given: string): string {
  const parts = given.toWellFormed().replace(unfit, '').normalize('NFC').split(/[\\/]/);
  const name = parts.map(part => part.trim()).findLast(part => !['', '.', '..'].includes(part)) ?? '';
  if (name.length <= longestName) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : '';
  return (name.slice(0, longestName - ending.length) + ending).toWellFormed();
}
