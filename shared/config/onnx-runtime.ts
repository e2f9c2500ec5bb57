/** What the ONNX runtime that is installed can do. */
import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { PipelineError } from '../errors.ts';

export const onnxDevices = ['cpu', 'cuda'] as const;
export type OnnxDevice = (typeof onnxDevices)[number];

/** Throws `X_CONFIG` where the runtime is not installed, as in images of services that rarely want it. `setting`: the one that asks for it. */
export function requireRuntime(setting: string): void {
  try {
    createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  } catch (cause) {
    const todo = 'npm ci; in containers, run this service from the image ner';
    throw new PipelineError('X_CONFIG', `${setting}: the ONNX runtime is not installed here: ${todo}`, { cause });
  }
}

/**
 * Throws `X_CONFIG` if nothing can run on the card: the provider is a file of its own, which the package does not bring. `setting`:
 * the one that asks for it.
 */
export function requireCuda(setting: string): void {
  const runtime = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  const pattern = `bin/*/${process.platform}/${process.arch}/libonnxruntime_providers_cuda.so`;
  if (globSync(pattern, { cwd: runtime }).length > 0) return;
  const todo = `install it there (onnxruntime-node, linux x64, CUDA 12), or set ${setting}=cpu`;
  throw new PipelineError(
    'X_CONFIG',
    `${setting}=cuda: the ONNX runtime has no libonnxruntime_providers_cuda.so: ${todo}`,
  );
}
