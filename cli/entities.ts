/** `entities`: who and what a project speaks of, or with `--review` the pairs that may be one. */
import { z } from 'zod';
import type { Answer } from './answer.ts';
import { type Api, collect } from './api.ts';
import { findProject } from './projects.ts';
import { counted, table } from './table.ts';

const entitySchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  members: z.array(z.string()),
  mentionCount: z.number(),
  documentCount: z.number(),
});
const sideSchema = z.looseObject({ id: z.string(), type: z.string(), name: z.string() });
const reviewSchema = z.looseObject({
  a: sideSchema,
  b: sideSchema,
  score: z.number(),
  reason: z.string(),
  verdict: z.string().nullable(),
});

/** Roots, most mentioned first. */
export async function listEntities(api: Api, nameOrId: string, type?: string): Promise<Answer> {
  const project = await findProject(api, nameOrId);
  const query = type === undefined ? '' : `?type=${encodeURIComponent(type)}`;
  const entities = await collect(api.list(`/v1/projects/${project.id}/entities${query}`, entitySchema));
  const rows = entities
    .toSorted((a, b) => b.mentionCount - a.mentionCount)
    .map(({ type, name, mentionCount, documentCount, members, id }) => [
      type,
      name,
      mentionCount,
      documentCount,
      members.length,
      id,
    ]);
  const count = counted(entities.length, 'entity').replace('entitys', 'entities');
  const head = ['type', 'name', 'mentions', 'documents', 'members', 'id'];
  return { json: entities, text: entities.length === 0 ? count : `${table(head, rows)}\n\n${count}` };
}

/** Pairs to be looked at, likeliest first. */
export async function listReviews(api: Api, nameOrId: string): Promise<Answer> {
  const project = await findProject(api, nameOrId);
  const reviews = await collect(api.list(`/v1/projects/${project.id}/entity-reviews`, reviewSchema));
  const rows = reviews
    .toSorted((a, b) => b.score - a.score)
    .map(({ a, b, score, reason, verdict }) => [a.type, a.name, b.name, score.toFixed(2), reason, verdict ?? '']);
  const count = counted(reviews.length, 'pair');
  const head = ['type', 'one', 'other', 'score', 'reason', 'engine'];
  return { json: reviews, text: reviews.length === 0 ? count : `${table(head, rows)}\n\n${count}` };
}
