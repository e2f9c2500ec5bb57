/** The model of a name. */
import { UsageError } from '../../shared/command.ts';
import type { Catalogue, CatalogueModel } from '../../shared/models/catalogue.ts';

/** Throws `UsageError` that names those there are. */
export function findModel({ models }: Catalogue, name: string): CatalogueModel {
  const model = models.find(candidate => candidate.name === name);
  if (model) return model;
  throw new UsageError(`the catalogue has no "${name}"; there is ${models.map(known => known.name).join(', ')}`);
}
