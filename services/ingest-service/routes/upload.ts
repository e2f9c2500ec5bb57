/** `POST /v1/documents`: any number of files, streamed one after the other; each is answered for itself. */
import { z } from 'zod';
import { PipelineError } from '../../../shared/errors.ts';
import { cleanFileName, cleanPath } from '../../../shared/files/file-name.ts';
import type { Project, Projects } from '../../../shared/record/projects.ts';
import { acceptFile, type Intake } from '../accept.ts';
import { type Access, isId } from '../access.ts';
import { type Call, type Endpoint, endpoint, type Reply } from '../endpoint.ts';
import { type FormPart, readForm } from '../form.ts';
import { statusOf } from '../problem.ts';
import { problem } from '../schemas/answers.ts';
import { type FileAnswer, uploadSchema } from '../schemas/documents.ts';
import { metadataSchema, projectReference, uploadForm, uploadQuery } from '../schemas/input.ts';

/** What the fields of the form have said so far. */
interface FormState {
  projectReference: string | undefined;
  metadata?: Record<string, unknown>;
  sourcePath?: string | undefined;
  /** The last field no file has followed yet. */
  unused?: string | undefined;
}

/** The draft of the header wants quotes around it; what clients send is any short printable token. */
const idempotencyKeySchema = z.string().regex(/^[\x20-\x7e]{1,255}$/);

const description = `The project comes before the files, as a field or in the query; one of a name that is not there yet is made if
the key has scope \`admin\` and is bound to no project. Fields apply to the files after them; \`sourcePath\` to the next file only. Every file is answered in
\`documents\`, in the order sent: 202 if any was accepted, 200 if all were known before (duplicates of a document of the
project, or replays of an \`Idempotency-Key\`), else the status of the refusals, 422 if they differ. When the request fails
on the way, the problem holds \`documents\` with the files that were dealt with before; send it again with the same key.`;

export function uploadRoutes(access: Access, projects: Projects, intake: Intake): Endpoint[] {
  const receive = async (call: Call<z.output<typeof uploadQuery>>): Promise<Reply> => {
    const idempotencyKey = idempotencyKeyOf(call);
    const state: FormState = { projectReference: call.query.project };
    const answers: FileAnswer[] = [];
    let project: Project | undefined;
    for await (const part of readForm(call.request)) {
      if (part.kind === 'field') {
        applyField(state, part, project !== undefined);
        continue;
      }
      project ??= await projectOf(call, state.projectReference, access, projects);
      const { fileName, sourcePath } = cleanFileName(part.fileName);
      const { answer, deliveries } = await acceptFile(intake, {
        project,
        apiKeyId: call.caller.id,
        fileName,
        sourcePath: state.sourcePath ?? sourcePath,
        metadata: state.metadata,
        ordinal: answers.length,
        idempotencyKey,
        bytes: part.bytes,
      });
      state.sourcePath = undefined;
      state.unused = undefined;
      answers.push(answer);
      call.publish(deliveries);
      // Should the request fail later on, its answer still says what became of the files before.
      call.response.locals.problemMembers = { documents: answers };
    }
    if (!project) throw new PipelineError('I_REQUEST', 'the form holds no file');
    if (state.unused) throw comesTooLate(state.unused);
    return { status: statusOfUpload(answers), headers: locationOf(answers, project), body: { documents: answers } };
  };

  return [
    endpoint({
      method: 'post',
      path: '/v1/documents',
      summary: 'Hand over files',
      description,
      scope: 'write',
      query: uploadQuery,
      form: uploadForm,
      answers: {
        202: { description: 'At least one file was accepted.', schema: uploadSchema },
        200: { description: 'All files were known.', schema: uploadSchema },
        413: { description: 'Every file is over the limit of the project.', schema: uploadSchema },
        415: { description: 'No file is of a kind that is read.', schema: uploadSchema },
        422: { description: 'No file was taken; each says why.', schema: uploadSchema },
        400: problem('Not a form with files, or it ended early.'),
      },
      handle: receive,
    }),
  ];
}

/** The project named, which is made if there is none and the caller may; else the one of the caller's key. */
async function projectOf(
  { caller, response }: Pick<Call, 'caller' | 'response'>,
  reference: string | undefined,
  access: Access,
  projects: Projects,
): Promise<Project> {
  if (!reference && !caller.projectId) {
    throw new PipelineError(
      'I_REQUEST',
      'form: project: missing where the first file begins; fields come before the files, or give ?project= in the query',
    );
  }
  const project = await access.projectIfAny(caller, reference);
  if (project) return project;
  const mayMake = caller.projectId === null && reference !== undefined && !isId(reference);
  if (mayMake && caller.scopes.includes('admin')) return projects.create(reference);
  if (mayMake) {
    const whatToDo = 'Make the project with POST /v1/projects, which takes a key with scope `admin`.';
    response.locals.problemMembers = { whatToDo };
  }
  throw new PipelineError('I_NOT_FOUND', 'no such project');
}

function idempotencyKeyOf({ request }: Pick<Call, 'request'>): string | undefined {
  const parsed = idempotencyKeySchema.optional().safeParse(request.get('idempotency-key'));
  if (!parsed.success) throw new PipelineError('I_REQUEST', 'Idempotency-Key: 1 to 255 printable ASCII characters');
  return parsed.data;
}

const comesTooLate = (name: string): PipelineError =>
  new PipelineError('I_REQUEST', `form: ${name}: fields come before the files they speak of, this one came after`);

function applyField(state: FormState, { name, value }: FormPart & { kind: 'field' }, filesCame: boolean): void {
  state.unused = name;
  switch (name) {
    case 'project':
      if (filesCame) throw comesTooLate(name);
      state.projectReference = parseField(projectReference, name, value);
      return;
    case 'metadata':
      state.metadata = parseField(jsonText.pipe(metadataSchema), name, value);
      return;
    case 'sourcePath':
      state.sourcePath = cleanPath(value) || undefined;
      return;
    default:
      throw new PipelineError(
        'I_REQUEST',
        `form: unknown field; there are ${Object.keys(uploadForm.shape).join(', ')}`,
      );
  }
}

const jsonText = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
});

function parseField<T>(schema: z.ZodType<T, string>, name: string, value: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PipelineError('I_REQUEST', `form: ${name}: ${parsed.error.issues[0]?.message ?? 'not usable'}`);
}

function statusOfUpload(answers: FileAnswer[]): number {
  if (answers.some(({ status }) => status === 'accepted')) return 202;
  // A kind that is kept and not read has a code as well, and is no refusal.
  const refusals = new Set(
    answers.flatMap(({ status, code }) => (status === 'refused' && code ? [statusOf(code)] : [])),
  );
  const [only, ...others] = refusals;
  if (only === undefined) return 200;
  return others.length === 0 ? only : 422;
}

function locationOf(answers: FileAnswer[], project: Project): Record<string, string> {
  const locations = answers.flatMap(({ location }) => location ?? []);
  const [first, ...others] = locations;
  if (first === undefined) return {};
  return { Location: others.length === 0 ? first : `/v1/documents?project=${project.id}` };
}
