/** What a parent and its child processes say to each other. Results travel as files, only names and codes as messages. */
import type { ErrorCode } from '../errors.ts';

export interface ChildRequest<Task = unknown> {
  id: number;
  task: Task;
  resultPath: string;
}

/** A program that the child started, or that has ended. */
export interface ProgramMessage {
  program: number;
  runs: boolean;
}

/** All that a child says. */
export type ChildMessage = ChildReply | ProgramMessage;

/** `fatal`: the process ends after this answer. */
export type ChildReply =
  | { id: number; ok: true }
  | { id: number; ok: false; code: ErrorCode; message: string; fatal: boolean };
