/** Asks a chat model for a value of a given shape, tells apart the ways in which it may fail, and lets it mend its answer once. */
import { z } from 'zod';
import { PipelineError } from '../errors.ts';
import type { ChatMessage, ChatReply, ModelApi } from './client.ts';
import type { Usage } from './usage.ts';

/** How a server is told the shape: by JSON schema, or only that it is JSON and, in words, what it holds. */
export const structuredOutputs = ['json_schema', 'json_object'] as const;
export type StructuredOutput = (typeof structuredOutputs)[number];

export interface Question<S extends z.ZodType> {
  model: string;
  temperature?: number | undefined;
  output: StructuredOutput;
  /** Of the shape; letters and underscores. */
  name: string;
  /** All fields required (absent values are null), as strict servers want. */
  schema: S;
  instructions: string;
  input: string;
}

export interface StructuredReply<T> {
  value: T;
  /** The first answer did not do. */
  repaired: boolean;
}

type Reading<T> = { value: T } | { fault: string };

/**
 * Rejects with `I_ENGINE_REFUSED` when the model will not, `L_ENGINE_OUTPUT` when its answer does not fit its output limit,
 * and `X_ENGINE_ANSWER` when a second answer is empty, not JSON or of another shape as well. `spend` is told of every request.
 */
export async function askStructured<S extends z.ZodType>(
  api: ModelApi,
  engine: string,
  question: Question<S>,
  signal: AbortSignal,
  spend: (usage: Usage) => void,
): Promise<StructuredReply<z.output<S>>> {
  const jsonSchema = schemaFor(question.schema);
  const messages: ChatMessage[] = [
    { role: 'system', content: withShape(question, jsonSchema) },
    { role: 'user', content: question.input },
  ];
  const ask = async (more: ChatMessage[]): Promise<ChatReply> => {
    const { model, temperature, output, name } = question;
    const format = output === 'json_object' ? output : { name, schema: jsonSchema };
    const reply = await api.chat({ model, temperature, format, messages: [...messages, ...more] }, signal);
    spend(reply.usage);
    if (reply.refused) throw new PipelineError('I_ENGINE_REFUSED', 'the model refused to answer', { engine });
    if (reply.cutOff) throw new PipelineError('L_ENGINE_OUTPUT', 'the answer did not fit the output limit', { engine });
    return reply;
  };
  const first = await ask([]);
  const read = readAnswer(question.schema, first.content);
  if ('value' in read) return { value: read.value, repaired: false };
  const second = await ask(repairOf(first.content, read.fault));
  const again = readAnswer(question.schema, second.content);
  if ('value' in again) return { value: again.value, repaired: true };
  throw new PipelineError('X_ENGINE_ANSWER', `after one repair the answer of the model is ${again.fault}`, { engine });
}

/** The JSON schema a server is told. */
export function schemaFor(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema);
  return rest;
}

/** Servers without schemas learn the shape from the instructions. */
const withShape = ({ output, instructions }: Question<z.ZodType>, jsonSchema: object): string =>
  output === 'json_schema'
    ? instructions
    : `${instructions}\n\nAnswer with one JSON object that fits this JSON schema:\n${JSON.stringify(jsonSchema)}`;

/** A broken answer is shown back in part only: it may be megabytes. */
const shownBack = 4_000;

const repairOf = (content: string, fault: string): ChatMessage[] => [
  ...(content ? [{ role: 'assistant' as const, content: content.slice(0, shownBack).toWellFormed() }] : []),
  { role: 'user', content: `Your answer was ${fault}. Answer again, with the JSON object alone.` },
];

/** The fault names paths, never values. */
function readAnswer<S extends z.ZodType>(schema: S, content: string): Reading<z.output<S>> {
  const json = jsonIn(content);
  if (json === '') return { fault: 'empty' };
  let value: unknown;
  try {
    value = JSON.parse(json, (_, read) => (typeof read === 'string' ? storable(read) : read));
  } catch {
    return { fault: 'not valid JSON' };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data };
  const faults = parsed.error.issues.slice(0, 10).map(({ path, code }) => `${path.join('.') || 'the whole'}: ${code}`);
  return { fault: `of another shape (${faults.join('; ')})` };
}

/** The record takes neither NUL nor half a surrogate pair, both of which JSON can spell out. */
const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** Local models put their thinking before, and a fence around, what was asked for. */
function jsonIn(content: string): string {
  const thought = content.lastIndexOf('</think>');
  const said = (thought === -1 ? content : content.slice(thought + '</think>'.length)).trim();
  return said.startsWith('```')
    ? said
        .replace(/^```[a-z]*/i, '')
        .replace(/```$/, '')
        .trim()
    : said;
}
