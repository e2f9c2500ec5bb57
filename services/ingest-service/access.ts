/** Who calls, what their key allows, and which projects and documents exist for them. */
import { PipelineError } from '../../shared/errors.ts';
import type { DocumentRecord, Documents } from '../../shared/record/documents.ts';
import type { Caller, Project, Projects, Scope } from '../../shared/record/projects.ts';

export interface Access {
  /** The caller behind an `Authorization` header. Throws `I_UNAUTHORIZED`, or `I_FORBIDDEN` without the scope. */
  caller(authorization: string | undefined, scope: Scope): Promise<Caller>;
  /**
   * A project by id or name; without one, the project of the caller's key. Throws `I_NOT_FOUND`, in the same words
   * whether there is none or it is not the caller's.
   */
  project(caller: Caller, reference: string | undefined): Promise<Project>;
  /** The same; null instead of `I_NOT_FOUND`. */
  projectIfAny(caller: Caller, reference: string | undefined): Promise<Project | null>;
  /** A document by id. Throws `I_NOT_FOUND` likewise. */
  document(caller: Caller, id: string): Promise<DocumentRecord>;
}

/** How long a key is taken as good, or bad, without asking again: a revoked key ends after this. */
const rememberMs = 5_000;
const mostRemembered = 1_000;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for what can be an id and is therefore no name to make something of. */
export const isId = (reference: string): boolean => uuid.test(reference);

export function createAccess(projects: Projects, documents: Documents): Access {
  const authenticate = remember(projects.authenticate);
  const sees = (caller: Caller, projectId: string) => caller.projectId === null || caller.projectId === projectId;
  const projectIfAny: Access['projectIfAny'] = async (caller, reference) => {
    const wanted = reference ?? caller.projectId;
    if (!wanted) throw new PipelineError('I_REQUEST', 'project: its id or name is needed');
    const project = (isId(wanted) ? await projects.get(wanted) : null) ?? (await projects.byName(wanted));
    return project && sees(caller, project.id) ? project : null;
  };

  return {
    async caller(authorization, scope) {
      const key = /^Bearer (lp_[\w-]{10,100})$/i.exec(authorization ?? '')?.[1];
      const caller = key === undefined ? null : await authenticate(key);
      if (!caller) throw new PipelineError('I_UNAUTHORIZED', 'no valid API key in the Authorization header');
      if (!caller.scopes.includes(scope)) throw new PipelineError('I_FORBIDDEN', `the key lacks the scope ${scope}`);
      return caller;
    },

    projectIfAny,

    async project(caller, reference) {
      const project = await projectIfAny(caller, reference);
      if (!project) throw new PipelineError('I_NOT_FOUND', 'no such project');
      return project;
    },

    async document(caller, id) {
      const document = isId(id) ? await documents.get(id) : null;
      if (!document || !sees(caller, document.projectId)) throw new PipelineError('I_NOT_FOUND', 'no such document');
      return document;
    },
  };
}

/** Asks once per key and moment, however many calls come in; a question that failed is asked again. */
function remember(ask: (key: string) => Promise<Caller | null>): (key: string) => Promise<Caller | null> {
  const known = new Map<string, { answer: Promise<Caller | null>; until: number }>();
  return key => {
    const found = known.get(key);
    if (found && found.until > performance.now()) return found.answer;
    if (known.size >= mostRemembered) known.clear();
    const answer = ask(key);
    known.set(key, { answer, until: performance.now() + rememberMs });
    answer.catch(() => known.delete(key));
    return answer;
  };
}
