/** `resolve`: decides all blocks of entities of a project anew, by the rules of this version. */
import { decideBlocks } from '../services/llm-service/resolve/decide-blocks.ts';
import { PipelineError } from '../shared/errors.ts';
import { createRecordClient } from '../shared/record/client.ts';
import { createProjects } from '../shared/record/projects.ts';
import { createResolution } from '../shared/record/resolution.ts';
import type { Answer } from './answer.ts';
import { recordConnection } from './connection.ts';
import { projectByName } from './record.ts';
import { table } from './table.ts';

const blocksAtATime = 500;

/** Safe to run at any time and any number of times. Throws `I_NOT_FOUND` if there is no such project. */
export async function resolveProject(name: string): Promise<Answer> {
  const record = createRecordClient(recordConnection());
  try {
    const project = await projectByName(createProjects(record), name);
    const resolution = createResolution(record);
    const blocks = resolution.blocksOf(project.id, null, () => {
      throw new PipelineError('X_RECORD', 'the record refused a decision about a block of entities');
    });
    const counts = { blocks: 0, merged: 0, reviews: 0 };
    for (let after = ''; ; ) {
      const names = await resolution.blockNames(project.id, after, blocksAtATime);
      const decided = await decideBlocks(blocks, names, new AbortController().signal);
      counts.blocks += decided.length;
      counts.merged += decided.reduce((sum, { merges }) => sum + merges.length, 0);
      counts.reviews += decided.reduce((sum, { reviews }) => sum + reviews.length, 0);
      if (names.length < blocksAtATime) break;
      after = names.at(-1) ?? after;
    }
    return { json: counts, text: table(['what', 'count'], Object.entries(counts)) };
  } finally {
    record.close();
  }
}
