import { Client, Connection } from '@temporalio/client';
import { NAMESPACE, RETENTION_DAYS, searchAttributes } from './names.js';

const KEYWORD = 2;
const ALREADY_EXISTS = 6;

export interface TemporalAddress {
  readonly address: string;
  readonly namespace?: string;
}

/** A client on a lazy connection: the API starts, and says so, while Temporal is down. */
export function createTemporalClient(options: TemporalAddress & { readonly identity?: string }): Client {
  const { address, namespace = NAMESPACE, identity } = options;
  const named = identity === undefined ? {} : { identity };
  return new Client({ connection: Connection.lazy({ address }), namespace, ...named });
}

/**
 * Whether a worker can begin: Temporal answers and the namespace is there.
 *
 * @throws with the reason, one sentence
 */
export async function checkNamespace({ address, namespace = NAMESPACE }: TemporalAddress): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  try {
    await connection.workflowService.describeNamespace({ namespace });
  } finally {
    await connection.close();
  }
}

/**
 * Makes sure that namespace and search attributes exist. Repeating it is harmless.
 *
 * @throws when Temporal cannot be reached within `deadlineMs`
 */
export async function bootstrapNamespace(
  { address, namespace = NAMESPACE }: TemporalAddress,
  deadlineMs = 30_000,
): Promise<{ serverVersion: string }> {
  const end = Date.now() + deadlineMs;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 2_000 });
      try {
        return await bootstrap(connection, namespace);
      } finally {
        await connection.close();
      }
    } catch (error) {
      last = error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error(
    `Temporal at ${address} does not answer: ${last instanceof Error ? last.message : String(last)}`,
  );
}

async function bootstrap(connection: Connection, namespace: string): Promise<{ serverVersion: string }> {
  const { serverVersion } = await connection.workflowService.getSystemInfo({});
  await connection.workflowService
    .registerNamespace({
      namespace,
      // A Long on the wire; a plain number is accepted by the encoder.
      workflowExecutionRetentionPeriod: { seconds: (RETENTION_DAYS * 86_400) as never },
    })
    .catch(ignoreExisting);
  const names = Object.values(searchAttributes).map(({ name }) => [name, KEYWORD] as const);
  await connection.operatorService
    .addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(names) })
    .catch(ignoreExisting);
  // The server learns of new attributes a moment later; a run started before that would be refused.
  const query = names.map(([name]) => `${name} = 'none'`).join(' AND ');
  await connection.workflowService.countWorkflowExecutions({ namespace, query });
  return { serverVersion };
}

function ignoreExisting(error: unknown): void {
  if ((error as { code?: number }).code !== ALREADY_EXISTS) throw error;
}
