/** Job of the ocr queue. Read a document or a range of its pages. */
import type { z } from 'zod';
import { jobOf } from './envelope.ts';

export const ocrJob = jobOf('ocr');
export type OcrJob = z.infer<typeof ocrJob>;
