/** One JSON line per fact, readable text on a terminal. The only user of winston. */
import winston from 'winston';

/** Values a log line may carry: ids, codes, counts, durations. Never text, file names, prompts or keys. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  debug(event: string, fields?: LogFields): void;
  /** A log whose lines all carry these fields. */
  with(fields: LogFields): Log;
}

const readable = winston.format.printf(({ level, message, timestamp, service, ...rest }) => {
  const fields = Object.entries(rest)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}=${value}`);
  return [String(timestamp).slice(11, 23), level.padEnd(5), service ?? '-', message, ...fields].join(' ');
});

/** Makes the log of one process. Events are named `noun.verb`. */
export function createLog(options: { service: string; level: string; format: 'json' | 'text' }): Log {
  const logger = winston.createLogger({
    level: options.level,
    format: winston.format.combine(
      winston.format.timestamp(),
      options.format === 'json' ? winston.format.json() : readable,
    ),
    transports: [new winston.transports.Console({ stderrLevels: ['error', 'warn', 'info', 'debug'] })],
  });
  return bind(logger, { service: options.service });
}

function bind(logger: winston.Logger, bound: LogFields): Log {
  const line = (level: string) => (event: string, fields?: LogFields) => {
    logger.log({ level, message: event, ...bound, ...fields });
  };
  return {
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    debug: line('debug'),
    with: fields => bind(logger, { ...bound, ...fields }),
  };
}
