/** The fetch under the client of model servers: no redirects, which would carry privileged text elsewhere, and no endless answers. */

/** Thrown while a body is read that is longer than any answer can be. */
export class AnswerTooLarge extends Error {}

/** A `fetch` whose bodies break off with {@link AnswerTooLarge} beyond `maxBytes`. */
export const createBoundedFetch =
  (maxBytes: number): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'error' });
    const { body, status, statusText, headers } = response;
    if (!body) return response;
    let bytes = 0;
    const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(piece, controller) {
        bytes += piece.length;
        if (bytes > maxBytes) controller.error(new AnswerTooLarge());
        else controller.enqueue(piece);
      },
    });
    return new Response(body.pipeThrough(counted), { status, statusText, headers });
  };
