/** How models are spoken of on a terminal. */
import type { CatalogueModel } from '../../shared/models/catalogue.ts';

export const megabytes = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${Math.round(bytes / 1_000_000)} MB`;

/** The settings that make an engine use the folder. */
export function howToUse({ engine, setting, also }: CatalogueModel, folder: string): string {
  const more = also ? ` and ${also}` : '';
  return `To use it, set ${setting}=${folder}${more}, and name ${engine.name} in ${engine.setting}.`;
}
