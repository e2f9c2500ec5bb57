/** Sends the files of a campaign in portions, so that there is work whenever something is to be hurt. */
import type { Client } from './client.ts';
import type { CampaignFile } from './documents.ts';

export interface Feeder {
  /** Sends the next so many, one of this kind among them if there still is one; resolves when all are answered. */
  feed(count: number, kind?: string): Promise<void>;
  left(): number;
}

const atOnce = 4;

export function createFeeder(client: Client, project: string, files: readonly CampaignFile[]): Feeder {
  // What only one service reads is kept for when that one is to be hurt.
  const isScarce = ({ name }: CampaignFile) => name.includes('-recording-');
  const scarce = files.filter(isScarce);
  const common = files.filter(file => !isScarce(file));
  const take = (count: number, kind: string | undefined): CampaignFile[] => {
    const list = kind === 'recording' ? scarce : common;
    const at = kind === undefined ? -1 : list.findIndex(({ name }) => name.includes(`-${kind}-`));
    const wanted = at < 0 ? [] : list.splice(at, 1);
    const rest = common.splice(0, count - wanted.length);
    return [...wanted, ...rest, ...scarce.splice(0, count - wanted.length - rest.length)];
  };
  return {
    left: () => scarce.length + common.length,
    async feed(count, kind) {
      const portion = take(count, kind);
      const sendOne = async (): Promise<void> => {
        for (let file = portion.shift(); file; file = portion.shift()) await client.send(project, file);
      };
      await Promise.all(Array.from({ length: atOnce }, sendOne));
    },
  };
}
