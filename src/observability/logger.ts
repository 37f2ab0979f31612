import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** Keys whose values are never written, whoever logs them. */
const SECRET_KEY = /passw|token|secret|authorization|cookie|session|credential/i;

/**
 * JSON lines on stderr, for engineers. What is not a plain value is left out rather than searched for secrets: bodies,
 * requests, answers and the causes of errors cannot be logged by accident.
 */
export function createLogger({
  level = 'info',
  destination = pino.destination({ dest: 2, sync: true }),
}: {
  readonly level?: LogLevel;
  /** For tests; stderr otherwise. */
  readonly destination?: DestinationStream;
} = {}): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { log: plainValues } },
    destination,
  );
}

function plainValues(keys: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(keys).flatMap(([key, value]) => {
      if (SECRET_KEY.test(key)) return [];
      if (value instanceof Error) return [[key, errorOf(value)]];
      if (isPlain(value) || (Array.isArray(value) && value.every(isPlain))) return [[key, value]];
      return [];
    }),
  );
}

/** Name, message, code and place; no cause and none of the fields that libraries hang on their errors. */
function errorOf(error: Error): Record<string, unknown> {
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value);
}
