/** Reads the text format of Prometheus. */

export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** Every sample of a page; throws at a line that is neither that nor a comment. */
export function samplesOf(page: string): Sample[] {
  return page
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => {
      const [, name = '', pairs = '', value = ''] = /^([a-z_:]+[a-z0-9_:]*)(?:\{(.*)\})? (\S+)$/i.exec(line) ?? [];
      if (!name) throw new Error(`not a sample: ${line}`);
      const labels = [...pairs.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', text = '']) => [
        label,
        text,
      ]);
      return { name, labels: Object.fromEntries(labels), value: Number(value) };
    });
}

/** The sum of the samples of a metric that have these labels; undefined if there is none. Names go without our prefix. */
export function sumOf(page: string, name: string, labels: Record<string, string> = {}): number | undefined {
  const found = samplesOf(page).filter(
    sample =>
      sample.name === `legal_pipeline_${name}` &&
      Object.entries(labels).every(([label, text]) => sample.labels[label] === text),
  );
  return found.length > 0 ? found.reduce((sum, { value }) => sum + value, 0) : undefined;
}
