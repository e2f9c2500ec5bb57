/** The sample matter through the HTTP API, services as processes. */
import { describeMatter } from '../support/matter-suite.ts';
import { startTestProduct } from '../support/product.ts';

describeMatter('sample matter, end to end', () => startTestProduct());
