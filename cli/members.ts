/** `members`: who reads a project through row-level security, written directly to the record: whoever has its service key may. */
import { UsageError } from '../shared/command.ts';
import { PipelineError } from '../shared/errors.ts';
import { type MemberRole, memberRoles, type Project, type Projects } from '../shared/record/projects.ts';
import type { Answer } from './answer.ts';
import { parseId } from './ids.ts';
import { projectByName, withProjects } from './record.ts';
import { instant, table } from './table.ts';

/** Makes a user of Supabase Auth a member, or changes their role. */
export const addMember = (projectName: string, userId: string, role: MemberRole): Promise<Answer> =>
  withMembers(projectName, async (projects, project) => {
    const user = parseId(userId);
    if (!(await projects.addMember(project.id, user, role)))
      throw new PipelineError('I_NOT_FOUND', 'the project is gone');
    const json = { projectId: project.id, userId: user, role };
    return { json, text: `${user} is a member of "${project.name}" (${role}).` };
  });

/** Throws `I_NOT_FOUND` if they are none. */
export const removeMember = (projectName: string, userId: string): Promise<Answer> =>
  withMembers(projectName, async (projects, project) => {
    const user = parseId(userId);
    if (!(await projects.removeMember(project.id, user))) {
      throw new PipelineError('I_NOT_FOUND', `${user} is no member of "${project.name}"`);
    }
    return { json: { projectId: project.id, userId: user, removed: true }, text: `${user} is no member any more.` };
  });

export const listMembers = (projectName: string): Promise<Answer> =>
  withMembers(projectName, async (projects, project) => {
    const members = await projects.listMembers(project.id);
    const rows = members.map(({ userId, role, createdAt }) => [userId, role, instant(createdAt)]);
    const text = members.length === 0 ? `"${project.name}" has no members.` : table(['user', 'role', 'since'], rows);
    return { json: members, text };
  });

export function parseRole(text: string): MemberRole {
  const role = memberRoles.find(known => known === text);
  if (role === undefined) throw new UsageError(`no role "${text}"; there are ${memberRoles.join(', ')}`);
  return role;
}

const withMembers = (name: string, work: (projects: Projects, project: Project) => Promise<Answer>): Promise<Answer> =>
  withProjects(async projects => work(projects, await projectByName(projects, name)));
