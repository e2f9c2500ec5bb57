/** Column names as TypeScript writes them, and back. Only the names of the columns: what is inside a JSON column is the writer's. */

const camel = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const snake = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

const cached = (change: (name: string) => string) => {
  const known = new Map<string, string>();
  return (name: string) => {
    const found = known.get(name) ?? change(name);
    known.set(name, found);
    return found;
  };
};
const toCamel = cached(camel);
const toSnake = cached(snake);

const mapKeys = (row: object, change: (name: string) => string) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [change(name), value]));

/** A row of the record with its names in camel case. */
export const fromColumns = <T>(row: object): T => mapKeys(row, toCamel) as T;

/** A row with its names as columns. */
export const toColumns = (row: object): Record<string, unknown> => mapKeys(row, toSnake);

/** The name of a table. */
export const tableName = toSnake;
