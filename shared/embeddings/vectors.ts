/** Arithmetic on vectors of embeddings. */

/** Of unit length, to the precision Postgres keeps; undefined for one without a direction. */
export function unitVector(vector: readonly number[]): number[] | undefined {
  const length = Math.hypot(...vector);
  if (!Number.isFinite(length) || length === 0) return undefined;
  return vector.map(x => Number((x / length).toPrecision(7)));
}

/** The mean of vectors of the same dimensions, each by its weight; the weights are positive. */
export function meanVector(vectors: readonly (readonly number[])[], weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const [first = []] = vectors;
  return first.map((_, i) => vectors.reduce((sum, vector, v) => sum + (vector[i] ?? 0) * (weights[v] ?? 0), 0) / total);
}
