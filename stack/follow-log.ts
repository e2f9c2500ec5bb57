/** Shows what a person should see of a log that goes to a file: its warnings and errors, as they are written. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { z } from 'zod';
import type { Log, LogFields } from '../shared/log.ts';

const lineSchema = z.looseObject({ level: z.string(), message: z.string() });

const pauseMs = 250;

/**
 * Logs to `log` what is added to the file from now on, until `stop`, which reads to the end once more. The file is made
 * if it is not there. What is no log line - the last words of a process that died - is an error of its own.
 */
export function followWarnings(path: string, log: Log): { stop(): void } {
  const file = openSync(path, 'a+', 0o600);
  const decoder = new StringDecoder('utf8');
  let position = fstatSync(file).size;
  let rest = '';
  const buffer = Buffer.alloc(64 * 1024);
  const read = () => {
    for (let count = -1; count !== 0; position += count) {
      count = readSync(file, buffer, 0, buffer.length, position);
      const lines = (rest + decoder.write(buffer.subarray(0, count))).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) logLine(line, log);
    }
  };
  const timer = setInterval(read, pauseMs);
  return {
    stop() {
      clearInterval(timer);
      read();
      closeSync(file);
    },
  };
}

function logLine(text: string, log: Log): void {
  if (text.trim() === '') return;
  const line = parse(text);
  if (line === undefined) {
    log.error('process.said', { text });
    return;
  }
  // The frames of a stack are for the file.
  const { level, message, timestamp: _, stack: __, ...fields } = line;
  if (level === 'warn' || level === 'error') log.with(fields as LogFields)[level](message);
}

function parse(text: string): z.infer<typeof lineSchema> | undefined {
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
