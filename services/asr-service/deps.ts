/** Sets up what the stage works with: processes that open recordings, the folder they share, and the look-up of ffmpeg. */
import { createChildPool } from '../../shared/child/pool.ts';
import { makeTempFolder, removeTempFolder } from '../../shared/child/temp-folder.ts';
import { bareEnvironment } from '../../shared/config/load.ts';
import { findProgram } from '../../shared/find-program.ts';
import type { SoundTask } from './child/protocol.ts';
import type { AsrStageDeps } from './stage.ts';

export interface AsrOptions {
  /** Processes that open recordings. */
  processes: number;
  /** Where programs are looked for; by default where the system looks. */
  searchPath?: string;
  /** Where the temporary folder is made; the system's if absent. */
  tempFolder?: string;
}

const MB = 1024 ** 2;
/** Twelve hours are heard in some three minutes; the phase may take ten. */
const timeoutMs = 540_000;
/** Of the process and, on its own, of ffmpeg. */
const cpuSeconds = 3_600;

/** Processes start with the first recording. `close` ends them. */
export function createAsrDeps({ processes, searchPath, tempFolder }: AsrOptions): Omit<AsrStageDeps, 'engines'> {
  const folder = makeTempFolder('asr', tempFolder);
  const reader = createChildPool<SoundTask>({
    entry: new URL('./child/sound-child.ts', import.meta.url),
    size: processes,
    maxTasks: 20,
    timeoutMs,
    limits: { dataBytes: 2048 * MB, residentBytes: 512 * MB, cpuSeconds },
    tempFolder: folder,
  });
  return {
    reader,
    tempFolder: folder,
    // Looked for each time: it may have been installed since.
    ffmpeg: () => findProgram(['ffmpeg'], searchPath ?? bareEnvironment().PATH ?? '') ?? null,
    async close() {
      await reader.close();
      removeTempFolder(folder);
    },
  };
}
