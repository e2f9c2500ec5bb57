/** ingest-service: takes files in over HTTP, says what became of them, and keeps the queues fed. */
import { runService } from '../../shared/service.ts';
import { startIngest } from './start.ts';

await runService('ingest-service', startIngest);
