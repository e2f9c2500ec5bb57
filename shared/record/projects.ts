/** Projects and the keys of the HTTP API. */
import { createHash, randomBytes } from 'node:crypto';
import { newId } from '../ids.ts';
import { fromColumns } from './case.ts';
import { answerOf, type RecordClient } from './client.ts';
import type { CostSum } from './documents.ts';
import { type PageOf, pageByTime, type TimeKey } from './page.ts';

export interface Project {
  id: string;
  name: string;
  settings: Record<string, unknown>;
  limits: Record<string, unknown>;
  createdAt: string;
}

/** What a member of a project is; all roles read, what else they may is up to the application. */
export const memberRoles = ['owner', 'editor', 'viewer'] as const;
export type MemberRole = (typeof memberRoles)[number];

/** A user of the Supabase project who may read a project. */
export interface Member {
  userId: string;
  role: MemberRole;
  createdAt: string;
}

/** What a key may do. `read` sees documents and results; `write` adds files and acts on documents; `admin` makes projects. */
export const scopes = ['read', 'write', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** The caller behind an API key. No project: all of them. */
export interface Caller {
  id: string;
  projectId: string | null;
  scopes: Scope[];
}

/** A key as it is listed: never the key itself. */
export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  scopes: Scope[];
  projectId: string | null;
  createdAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

/** What a project cost: in all, by engine and model, and a page of its documents. */
export interface ProjectCosts {
  cost: CostSum;
  engines: ({ stage: string; engine: string; model: string; currency: string; amount: number | null } & Record<
    'requests' | 'cached' | 'pages' | 'audioMs' | 'inputTokens' | 'outputTokens' | 'unpriced',
    number
  >)[];
  items: (CostSum & { documentId: string })[];
}

export type Projects = ReturnType<typeof createProjects>;

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

export function createProjects(record: RecordClient) {
  return {
    /** Makes a project, or answers the one of that name as it is. */
    create: async (name: string, options: { settings?: object; limits?: object } = {}) =>
      fromColumns<Project>(
        await record.rpc<object>('create_project', {
          p_id: newId(),
          p_name: name,
          p_settings: options.settings ?? {},
          p_limits: options.limits ?? {},
        }),
      ),

    /** Null if there is none. */
    async get(id: string): Promise<Project | null> {
      const row = answerOf<object | null>(
        'project',
        await record.supabase.from('projects').select('*').eq('id', id).maybeSingle(),
      );
      return row && fromColumns<Project>(row);
    },

    /** Null if there is none. */
    async byName(name: string): Promise<Project | null> {
      const row = answerOf<object | null>(
        'project',
        await record.supabase.from('projects').select('*').eq('name', name).maybeSingle(),
      );
      return row && fromColumns<Project>(row);
    },

    /** Projects by the time they were made. */
    async list(page: PageOf<TimeKey>): Promise<Project[]> {
      const query = record.supabase.from('projects').select('*');
      return answerOf<object[]>('projects', await pageByTime(query, page)).map(row => fromColumns<Project>(row));
    },

    costs: (id: string, { after, limit }: PageOf<string>) =>
      record.rpc<ProjectCosts>('project_costs', { p_project: id, p_after: after ?? null, p_limit: limit }),

    /** Merges into its settings; null takes one out. Null if there is no such project. */
    async setSettings(id: string, settings: Record<string, unknown>): Promise<Project | null> {
      const row = await record.rpc<{ id: string | null } | null>('set_project_settings', {
        p_project: id,
        p_settings: settings,
      });
      return row === null || row.id === null ? null : fromColumns<Project>(row);
    },

    /** Makes a user a member, or changes their role. False if there is no such project. */
    addMember: (projectId: string, userId: string, role: MemberRole) =>
      record.rpc<boolean>('add_member', { p_project: projectId, p_user: userId, p_role: role }),

    /** False if they were none. */
    removeMember: (projectId: string, userId: string) =>
      record.rpc<boolean>('remove_member', { p_project: projectId, p_user: userId }),

    async listMembers(projectId: string): Promise<Member[]> {
      const query = record.supabase
        .from('project_members')
        .select('user_id,role,created_at')
        .eq('project_id', projectId);
      const rows = answerOf<object[]>('project_members', await query.order('created_at').limit(1_000));
      return rows.map(row => fromColumns<Member>(row));
    },

    /** Makes a key. The answer is the only time the key itself is seen. */
    async createKey(options: {
      name: string;
      scopes: Scope[];
      projectId?: string | null;
    }): Promise<{ id: string; key: string }> {
      const key = `lp_${randomBytes(24).toString('base64url')}`;
      const id = newId();
      await record.rpc('create_api_key', {
        p_id: id,
        p_name: options.name,
        p_prefix: key.slice(0, 8),
        p_key_sha256: hashOf(key),
        p_scopes: options.scopes,
        p_project: options.projectId ?? null,
      });
      return { id, key };
    },

    /** The caller a key stands for; null if it is unknown or revoked. */
    authenticate: (key: string) => record.rpc<Caller | null>('authenticate_api_key', { p_key_sha256: hashOf(key) }),

    /** False if there was none to revoke. */
    revokeKey: (id: string) => record.rpc<boolean>('revoke_api_key', { p_id: id }),

    async listKeys(): Promise<ApiKey[]> {
      const columns = 'id,name,prefix,scopes,project_id,created_at,last_used_at,revoked_at';
      const rows = answerOf<object[]>(
        'api_keys',
        await record.supabase.from('api_keys').select(columns).order('created_at').limit(1000),
      );
      return rows.map(row => fromColumns<ApiKey>(row));
    },
  };
}
