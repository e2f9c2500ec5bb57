/** Entry of the OCR child process: recognises pictures with tesseract.js. */

import { serve } from '../../../shared/child/serve.ts';
import { recognize } from '../engines/tesseract-js.ts';
import type { OcrTask } from './protocol.ts';

serve<OcrTask>(task => recognize(task.picture));
