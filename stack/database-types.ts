/** Writes `shared/record/database-types.ts` from the real database, in the shape supabase-js expects. */
import pg from 'pg';

const simple: Record<string, string> = {
  uuid: 'string',
  text: 'string',
  timestamptz: 'string',
  tsvector: 'unknown',
  int4: 'number',
  int8: 'number',
  int2: 'number',
  float4: 'number',
  float8: 'number',
  numeric: 'number',
  bool: 'boolean',
  jsonb: 'Json',
};

const typeOf = (udt: string): string => {
  if (udt.startsWith('_')) return `${typeOf(udt.slice(1))}[]`;
  const known = simple[udt];
  if (!known) throw new Error(`no TypeScript type for Postgres type ${udt}`);
  return known;
};

/** The source text of the types of all tables of schema `public` in a migrated database. */
export async function databaseTypes(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{
      table_name: string;
      column_name: string;
      udt_name: string;
      is_nullable: string;
    }>(
      `select c.table_name, c.column_name, c.udt_name, c.is_nullable from information_schema.columns c
       join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.udt_name <> 'vector' and c.column_name <> 'embedding_model'
       order by c.table_name, c.ordinal_position`,
    );
    const tables = [...Map.groupBy(rows, row => row.table_name)].map(([name, columns]) => {
      const fields = columns.map(
        c => `          ${c.column_name}: ${typeOf(c.udt_name)}${c.is_nullable === 'YES' ? ' | null' : ''};`,
      );
      return `      ${name}: {\n        Row: {\n${fields.join('\n')}\n        };\n        Insert: never;\n        Update: never;\n        Relationships: [];\n      };`;
    });
    return [
      '/** The tables of the record. Made by `npm run generate` from the migrated database; a test compares the two. */',
      'export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];',
      '',
      'export interface Database {',
      '  public: {',
      '    Tables: {',
      ...tables,
      '    };',
      '    Views: Record<never, never>;',
      '    Functions: Record<never, never>;',
      '  };',
      '}',
      '',
    ].join('\n');
  } finally {
    await client.end();
  }
}
