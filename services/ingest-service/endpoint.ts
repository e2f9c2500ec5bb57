/** One operation of the HTTP API as a value: the routes and the OpenAPI document are both made from it. */
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Caller, Scope } from '../../shared/record/projects.ts';
import type { Delivery } from '../../shared/record/tasks.ts';

/** What an operation may answer with one status. Without a schema the body is not JSON. */
export interface Answer {
  description: string;
  schema?: z.ZodType;
  /** The schema of one item, if the answer is a page of a list. */
  item?: z.ZodType;
  mediaType?: string;
  /** Media types, without a schema, in which the same is answered to who asks for them. */
  others?: string[];
}

/** What a handler is given: a caller with the scope, and input that fits the schemas. */
export interface Call<Query = unknown, Body = unknown> {
  request: Request;
  response: Response;
  caller: Caller;
  /** `id` on a path that has one, as the caller wrote it. */
  params: { id: string };
  query: Query;
  body: Body;
  /** Publishes tasks once the answer is out, or the caller is gone. */
  publish(deliveries: Delivery[]): void;
}

/** What is answered: 200 unless it says otherwise. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body: object;
}

export interface Endpoint<Query = unknown, Body = unknown> {
  method: 'get' | 'post';
  /** As OpenAPI writes it: `/v1/documents/{id}`. */
  path: string;
  summary: string;
  description?: string;
  /** What the caller's key must allow; null: open to everybody. */
  scope: Scope | null;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** The schema of a multipart form, which the handler reads itself. */
  form?: z.ZodType;
  answers: Record<number, Answer>;
  /** Answers, or writes the response itself and resolves when that is done. Throws coded errors. */
  handle(call: Call<Query, Body>): Promise<Reply | undefined>;
}

/** Ties the types of an endpoint's schemas to its handler. */
export const endpoint = <Query = undefined, Body = undefined>(definition: Endpoint<Query, Body>): Endpoint =>
  definition as unknown as Endpoint;
