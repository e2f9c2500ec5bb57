/** Entry of the OCR child process: recognises pictures with tesseract.js, or with the program tesseract. */

import { serve } from '../../../shared/child/serve.ts';
import { recognizeByProgram } from '../engines/tesseract-run.ts';
import type { OcrTask } from './protocol.ts';

serve<OcrTask>(async ({ picture, program }) => {
  if (program) return recognizeByProgram(picture, program);
  // Loaded when it is needed: the program needs none of it.
  const { recognize } = await import('../engines/tesseract-js.ts');
  return recognize(picture);
});
