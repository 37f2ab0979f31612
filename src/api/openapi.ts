import type { ApiOptions } from './context.js';
import { createLogger } from '../observability/index.js';
import { createApi } from './server.js';

/** `docs/reference/openapi.json`: the document that the API serves, as text. */
export async function renderOpenApi(version: string): Promise<string> {
  // No route is called, so nothing behind them is needed.
  const nothing = {} as Pick<ApiOptions, 'records' | 'blobs' | 'engine'> as ApiOptions;
  const app = await createApi({
    ...nothing,
    logger: createLogger({ level: 'silent' }),
    version,
    clock: () => new Date(0),
  });
  try {
    return `${JSON.stringify(app.swagger(), null, 2)}\n`;
  } finally {
    await app.close();
  }
}
