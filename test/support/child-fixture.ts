/** A child process that misbehaves on request, to see what its parent makes of it. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { endWithUs } from '../../shared/child/programs.ts';
import { serve } from '../../shared/child/serve.ts';
import { PipelineError } from '../../shared/errors.ts';

serve<{ name: string }>(async ({ name }) => {
  if (name === 'answer') return { pid: process.pid, environment: Object.keys(process.env).sort() };
  if (name === 'refuse') throw new PipelineError('I_DAMAGED', 'no good');
  if (name === 'throw') throw new TypeError('the secret of the document');
  if (name === 'full') writeFileSync('/dev/full', 'x');
  if (name === 'exit') process.exit(7);
  if (name === 'program') {
    const program = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)'], { stdio: 'ignore' });
    endWithUs(program);
    return { pid: program.pid };
  }
  if (name === 'loop') for (;;);
  if (name === 'grow') {
    const held: Uint8Array[] = [];
    for (;;) {
      held.push(new Uint8Array(16 * 1024 ** 2).fill(1));
      await new Promise(resolve => setTimeout(resolve, 2));
    }
  }
  throw new TypeError(`unknown task ${name}`);
});
