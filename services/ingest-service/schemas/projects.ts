/** How projects, their entities and their report are answered; and the health of the service. */
import { z } from 'zod';
import { mentionTypes } from '../../../shared/domain/rows.ts';
import { documentStates } from '../../../shared/domain/stage.ts';

const json = z.record(z.string(), z.unknown());
const time = z.iso.datetime({ offset: true });
const count = z.int().nonnegative();

export const projectSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  settings: json,
  limits: json.describe('What differs from the default limits.'),
  createdAt: time,
  updatedAt: time,
});

export const entitySchema = z.object({
  id: z.uuid(),
  type: z.enum(mentionTypes),
  name: z.string(),
  aliases: z.array(z.string()),
  decidedBy: json.describe('The rule that decided what is one entity, and why; `merge`: why it is another one.'),
  mergedInto: z.uuid().nullable().describe('The root it is the same as; null for a root.'),
  members: z
    .array(z.uuid())
    .describe('The entities it stands for, to which mentions are linked; its own id among them.'),
  mentionCount: count,
  documentCount: count,
  createdAt: time,
  updatedAt: time,
});

const reviewedEntity = entitySchema.pick({ id: true, type: true, name: true, mergedInto: true });

export const reviewSchema = z.object({
  id: z.uuid(),
  a: reviewedEntity,
  b: reviewedEntity,
  score: z.number().describe('How much speaks for one entity, 0 to 1.'),
  reason: z.string().describe('The rule that is unsure; `ambiguous`: each of the two fits others, too.'),
  open: z.boolean().describe('False once the two are one, or told apart.'),
  verdict: z.enum(['same', 'different', 'unsure']).nullable().describe('What an engine said of the pair.'),
  decidedBy: json.nullable().describe('The engine, its version and its reason.'),
  createdAt: time,
  updatedAt: time,
});

const costFields = {
  amounts: z.record(z.string(), z.number()).describe('By currency.'),
  requests: count,
  cached: count.describe('Answers that were kept from before and cost nothing.'),
  unpriced: count.describe('Requests whose price is not known: not in the amounts.'),
};
const costSchema = z.object(costFields).describe('What calls of engines cost, by the list of prices of this version.');

export const costsSchema = z.object({
  cost: costSchema,
  engines: z.array(
    z.object({
      stage: z.string(),
      engine: z.string(),
      model: z.string(),
      currency: z.string(),
      amount: z.number().nullable(),
      ...{ requests: count, cached: count, unpriced: count },
      ...{ pages: count, audioMs: count, inputTokens: count, outputTokens: count },
    }),
  ),
  items: z
    .array(z.object({ documentId: z.uuid(), ...costFields }))
    .describe('By document, also of those that are deleted.'),
  nextCursor: z.string().nullable(),
});

export const reportSchema = z.object({
  projectId: z.uuid(),
  received: count,
  families: z
    .object({ handedOver: count, foundInside: count })
    .describe('Documents that were handed over, and those found inside them; together `received`.'),
  states: z.object(Object.fromEntries(documentStates.map(state => [state, count]))).describe('Adds up to `received`.'),
  pages: z.object({ declared: count, read: count, missing: count }),
  duplicatesOfUnread: count.describe('Copies that are not read because their first failed or was cancelled.'),
  failures: z.record(z.string(), count).describe('Documents by error code.'),
  cost: costSchema,
  refusals: z
    .array(
      z.object({ id: z.uuid(), fileName: z.string(), bytes: z.int().nullable(), code: z.string(), createdAt: time }),
    )
    .describe('Files refused at the door.'),
});

export const aboutSchema = z.object({
  title: z.string(),
  version: z.string(),
  openApi: z.string().describe('Where the OpenAPI document is.'),
  health: z.string().describe('Where the service says that it lives.'),
});
export const healthSchema = z.object({ status: z.literal('ok') });
export const readySchema = z.object({
  status: z.literal('ready'),
  redis: z.enum(['ok', 'away']).describe('While Redis is away files are accepted all the same and processed later.'),
});
