import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkflowClient } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { decoded, findSecrets } from '../support/secret-search.js';

const HISTORIES = fileURLToPath(new URL('./histories/', import.meta.url));
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** Repeated in a replay: child workflows derive their IDs from it. */
export interface StoredHistory {
  readonly workflowId: string;
  readonly history: { events: StoredEvent[] };
}
type Payloads = { payloads?: { data?: string }[] };
export interface StoredEvent {
  eventType?: string;
  workflowExecutionStartedEventAttributes?: { workflowType: { name: string }; input?: Payloads };
  markerRecordedEventAttributes?: { details?: Readonly<Record<string, Payloads>> };
  activityTaskScheduledEventAttributes?: { activityType: { name: string }; input?: Payloads };
  workflowExecutionUpdateAcceptedEventAttributes?: {
    acceptedRequest?: { input?: { name?: string; args?: Payloads } };
  };
  workflowExecutionSignaledEventAttributes?: { signalName: string; input?: Payloads };
  [other: string]: unknown;
}

/** `<workflow>/<release>-<scenario>[-part].json`, sorted. */
export async function storedFiles(): Promise<string[]> {
  const names = await readdir(HISTORIES, { recursive: true });
  return names.filter((name) => name.endsWith('.json')).toSorted();
}

/** Whether a file is a history of this type of workflow in this scenario, of whatever release. */
export function belongsTo(file: string, type: string, scenario: string): boolean {
  const [folder, name = ''] = file.split('/');
  if (folder !== type) return false;
  const [, rest = ''] = /^\d+\.\d+\.\d+-(.*)\.json$/.exec(name) ?? [];
  return rest === scenario || PARTS.some((part) => rest.startsWith(`${scenario}-${part}`));
}

/** How the part after the scenario begins; it comes from the ID of the workflow. */
const PARTS = ['host-', 'cluster-', 'qualify-', 'vcenter-', 'operation-', 'run-', '1'];

export async function loadStored(name: string): Promise<StoredHistory> {
  return JSON.parse(await readFile(join(HISTORIES, name), 'utf8')) as StoredHistory;
}

/** Patches that a history has passed. */
export function patchesIn({ history }: StoredHistory): string[] {
  return history.events.flatMap(({ markerRecordedEventAttributes: marker }) =>
    (marker?.details?.['patch-data']?.payloads ?? []).map(({ data = '' }) => {
      const { id } = JSON.parse(Buffer.from(data, 'base64').toString()) as { id: string };
      return id;
    }),
  );
}

/** What no stored history may hold, beside the secrets that are known. */
const FORBIDDEN = /-----BEGIN [A-Z ]*PRIVATE KEY|"(?:password|secret|token)"\s*:|\bBearer [\w.-]{8}/i;

export interface Saving {
  readonly release: string;
  readonly scenario: string;
  readonly isWanted: (type: string, workflowId: string) => boolean;
  readonly secrets: readonly string[];
  /** Instead of the stored histories' own folder; for tests. */
  readonly folder?: string;
}

/**
 * Stores the histories of a workflow and of all that it started, the runs before a continue-as-new too.
 *
 * @returns the files that were written
 * @throws when a file is there already, or a secret is in a history
 */
export async function saveHistories(
  client: WorkflowClient,
  workflowId: string,
  saving: Saving,
): Promise<string[]> {
  const { type, runId } = await client.getHandle(workflowId).describe();
  const chain = await chainOf(client, workflowId, runId);
  const written: string[] = [];
  for (const [index, history] of chain.entries()) {
    if (!saving.isWanted(type, workflowId)) break;
    refuseSecrets(history, workflowId, saving.secrets);
    const part = workflowId.split('/').slice(2).join('-');
    const names = [saving.release, saving.scenario, part, chain.length === 1 ? '' : `run-${index + 1}`];
    const file = join(
      saving.folder ?? HISTORIES,
      type,
      `${names.filter((name) => name !== '').join('-')}.json`,
    );
    // Stack traces name files of this machine.
    const text = JSON.stringify({ workflowId, history: JSON.parse(historyToJSON(history)) });
    await writeNew(file, `${text.replaceAll(PROJECT, '')}\n`);
    written.push(file);
  }
  for (const child of chain.flatMap(childrenOf)) {
    written.push(...(await saveHistories(client, child, saving)));
  }
  return written;
}

function refuseSecrets(history: History, workflowId: string, secrets: readonly string[]): void {
  const where = `the history of ${workflowId}`;
  const text = decoded(history);
  const found = findSecrets(secrets, [{ where, text }]);
  if (FORBIDDEN.test(text)) found.push(`what looks like a secret in ${where}`);
  if (found.length > 0) throw new Error(`nothing is written: ${found.join(', ')}`);
}

function childrenOf({ events }: History): string[] {
  return (events ?? []).flatMap(({ childWorkflowExecutionStartedEventAttributes: started }) => {
    const id = started?.workflowExecution?.workflowId;
    return id == null ? [] : [id];
  });
}

type History = Awaited<ReturnType<ReturnType<WorkflowClient['getHandle']>['fetchHistory']>>;

/** The last run and those that it continues, oldest first. */
async function chainOf(client: WorkflowClient, workflowId: string, lastRunId: string): Promise<History[]> {
  const chain: History[] = [];
  for (let runId = lastRunId; runId !== '';) {
    const history = await client.getHandle(workflowId, runId).fetchHistory();
    chain.unshift(history);
    const started = history.events?.[0]?.workflowExecutionStartedEventAttributes;
    runId = started?.continuedExecutionRunId ?? '';
  }
  return chain;
}

async function writeNew(file: string, content: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new Error(`${file} exists; stored histories are never changed`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content, { flag: 'wx' });
}
