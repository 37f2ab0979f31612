import type { Estate, HostAccess, TrustedSide } from '../model/estate.js';
import { at, isObject, Reader, type EstateProblem } from './reader.js';
import { NAME, NAME_ALLOWED, readCredential, readVCenter } from './vcenter.js';

/** Cluster and host names are vCenter's: anything but slashes and control characters, as vCenter shows them. */
const INVENTORY_NAME = /^[^/\p{Cc}]{1,80}$/u;
const ADDRESS = /^([a-zA-Z0-9.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/;
const DEFAULT_QUEUES = { authority: 'vta-authority', trusted: 'vta-trusted' };

/**
 * Reads an estate file that was parsed from YAML or JSON: the whole estate, or every problem it has. Strict: unknown
 * keys are problems, and secrets are refused wherever they stand.
 */
export function validateEstate(value: unknown): { estate: Estate } | { problems: EstateProblem[] } {
  const reader = new Reader();
  const estate = readEstate(reader, value);
  return estate && reader.problems.length === 0 ? { estate } : { problems: reader.problems };
}

function readEstate(reader: Reader, value: unknown): Estate | undefined {
  const file = reader.object(value, '', ['estate', 'authority', 'trusted', 'taskQueues']);
  if (!file) return undefined;
  const name = reader.text(file['estate'], '/estate', NAME, NAME_ALLOWED);
  const authority = readAuthority(reader, file['authority']);
  const sides = reader
    .list(file['trusted'], '/trusted', 'trusted side')
    ?.map((side, index) => readTrustedSide(reader, side, at('/trusted', index)));
  const taskQueues = readTaskQueues(reader, file['taskQueues']);
  reader.unique(
    [
      { name: authority?.vcenter.name, pointer: '/authority/vcenter/name' },
      ...(sides ?? []).map((side, index) => ({
        name: side?.vcenter.name,
        pointer: `/trusted/${index}/vcenter/name`,
      })),
    ],
    'vCenter name',
  );
  const trusted = (sides ?? []).filter((side) => side !== undefined);
  return name !== undefined && authority && taskQueues ? { name, authority, trusted, taskQueues } : undefined;
}

function readAuthority(reader: Reader, value: unknown): Estate['authority'] | undefined {
  const found = reader.object(value, '/authority', ['vcenter', 'cluster', 'hostAccess']);
  if (!found) return undefined;
  const vcenter = readVCenter(reader, found['vcenter'], '/authority/vcenter', 'authority');
  const cluster = readInventoryName(
    reader,
    found['cluster'],
    '/authority/cluster',
    'the Trust Authority Cluster',
  );
  const hostAccess = readOptionalAccess(reader, found['hostAccess'], '/authority/hostAccess');
  if (!vcenter || cluster === undefined) return undefined;
  return { vcenter, cluster, ...(hostAccess && { hostAccess }) };
}

function readTrustedSide(reader: Reader, value: unknown, pointer: string): TrustedSide | undefined {
  const found = reader.object(value, pointer, ['vcenter', 'hostAccess', 'clusters']);
  if (!found) return undefined;
  const vcenter = readVCenter(reader, found['vcenter'], at(pointer, 'vcenter'), 'trusted');
  const hostAccess = readOptionalAccess(reader, found['hostAccess'], at(pointer, 'hostAccess'));
  const list = at(pointer, 'clusters');
  const clusters = reader
    .list(found['clusters'], list, 'trusted cluster')
    ?.map((cluster, index) => readCluster(reader, cluster, at(list, index)));
  reader.unique(
    (clusters ?? []).map((cluster, index) => ({ name: cluster?.name, pointer: at(at(list, index), 'name') })),
    'cluster of a vCenter',
  );
  if (!vcenter || !clusters) return undefined;
  return {
    vcenter,
    ...(hostAccess && { hostAccess }),
    clusters: clusters.filter((cluster) => cluster !== undefined),
  };
}

function readCluster(
  reader: Reader,
  value: unknown,
  pointer: string,
): TrustedSide['clusters'][number] | undefined {
  const found = reader.object(value, pointer, ['name', 'testHost']);
  if (!found) return undefined;
  const name = readInventoryName(reader, found['name'], at(pointer, 'name'), 'a trusted cluster');
  if (name === undefined) return undefined;
  if (found['testHost'] === undefined) return { name };
  const testHost = readInventoryName(
    reader,
    found['testHost'],
    at(pointer, 'testHost'),
    'a host of this cluster',
  );
  return testHost === undefined ? undefined : { name, testHost };
}

const readOptionalAccess = (reader: Reader, value: unknown, pointer: string): HostAccess | undefined =>
  value === undefined ? undefined : readHostAccess(reader, value, pointer);

function readHostAccess(reader: Reader, value: unknown, pointer: string): HostAccess | undefined {
  const found = reader.object(value, pointer, ['credential', 'addresses']);
  if (!found) return undefined;
  const credential = readCredential(reader, found['credential'], pointer);
  const list = at(pointer, 'addresses');
  const given = found['addresses'] ?? {};
  if (!isObject(given)) return reader.note(list, 'no object', 'an object: host name in vCenter to host:port');
  const addresses: Record<string, string> = {};
  for (const [host, address] of Object.entries(given)) {
    const read = reader.text(address, at(list, host), ADDRESS, 'host:port');
    if (read !== undefined) addresses[host] = read;
  }
  return credential === undefined ? undefined : { credential, addresses };
}

function readTaskQueues(reader: Reader, value: unknown): Estate['taskQueues'] | undefined {
  if (value === undefined) return DEFAULT_QUEUES;
  const found = reader.object(value, '/taskQueues', ['authority', 'trusted']);
  if (!found) return undefined;
  const read = (side: 'authority' | 'trusted') =>
    found[side] === undefined
      ? DEFAULT_QUEUES[side]
      : reader.text(found[side], at('/taskQueues', side), NAME, `a task queue: ${NAME_ALLOWED}`);
  const [authority, trusted] = [read('authority'), read('trusted')];
  return authority !== undefined && trusted !== undefined ? { authority, trusted } : undefined;
}

function readInventoryName(
  reader: Reader,
  value: unknown,
  pointer: string,
  what: string,
): string | undefined {
  return reader.text(value, pointer, INVENTORY_NAME, `the name of ${what} as vCenter shows it`);
}
