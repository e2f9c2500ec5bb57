/** Entry of the OCR child process: recognises pictures with tesseract.js. */
import { recognize } from '../engines/tesseract-js.ts';
import type { OcrTask } from './protocol.ts';
import { serve } from './serve.ts';

serve<OcrTask>(task => recognize(task.picture));
