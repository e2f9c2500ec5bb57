/** From the names in a setting to the engines a service has. */
import { PipelineError } from '../errors.ts';

/** The engines of a setting, in its order. Throws `X_CONFIG` for a name the service does not have. */
export function pickEngines<E>(setting: string, names: readonly string[], known: Record<string, () => E>): E[] {
  const unknown = names.filter(name => !Object.hasOwn(known, name));
  if (unknown.length > 0) {
    const choice = Object.keys(known).join(', ') || 'none yet';
    throw new PipelineError('X_CONFIG', `${setting}: no such engine: ${unknown.join(', ')}; there is ${choice}`);
  }
  return names.map(name => (known[name] as () => E)());
}

/** The one engine of a setting whose service does not fall back to others. */
export function pickEngine<E>(setting: string, names: readonly string[], known: Record<string, () => E>): E {
  const [engine, ...others] = pickEngines(setting, names, known);
  if (engine === undefined || others.length > 0)
    throw new PipelineError('X_CONFIG', `${setting}: name exactly one engine`);
  return engine;
}
