import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import {
  createAuthoritySurvey,
  createSurveyAssembly,
  createTrustedSurvey,
} from '../../src/activities/survey.js';
import {
  createArchiveAssembly,
  createAuthorityArchive,
  createTrustedArchive,
} from '../../src/activities/archive.js';
import { getJson } from '../../src/activities/json-blobs.js';
import type { Estate } from '../../src/domain/model/estate.js';
import type { EstateInventory, Unreadable } from '../../src/domain/model/inventory.js';
import type { RunningLab } from '../../src/lab/index.js';
import { loadTopology } from '../../src/lab/topology/load.js';
import type { Topology } from '../../src/lab/topology/schema.js';
import { inActivity } from './fake-vsphere.js';
import { startLabVSphere, type LabVSphere } from './lab-vsphere.js';
import { memoryRecords } from './memory-records.js';
import { memoryBlobs } from './memory-blobs.js';

export const OLD = '8.0.2-22380479';
export const NEW = '8.0.3-24022510';
/** Reads are tasks that take their time; what people do takes far longer. */
const SPEED = 50;
const DAY_MS = 86_400_000;
const file = fileURLToPath(new URL('../../examples/topologies/small.yaml', import.meta.url));

/** One login for the upgrade and another for the vTA configuration, as the rule book wants it (2.4). */
function separateDuties(vcenter: Topology['vcenters'][number]): void {
  const service = vcenter.users.find(({ name }) => name.startsWith('svc-'));
  if (service === undefined) throw new Error(`${vcenter.name} has a service login`);
  vcenter.users.push({
    name: service.name.replace('svc-', 'vta-'),
    groups: ['TrustedAdmins'],
    privileges: ['System.Read', 'System.View', 'TrustedAdmin.*'],
  });
  Object.assign(service, {
    groups: [],
    privileges: service.privileges.filter((privilege) => !privilege.startsWith('TrustedAdmin.')),
  });
}

/** The sample estate with nothing to find fault with: backed up, archived, the target trusted, duties separated. */
export async function cleanTopology(): Promise<Topology> {
  const topology = structuredClone(await loadTopology(file));
  topology.trustAuthority.baseImages = [OLD, NEW];
  for (const vcenter of topology.vcenters) {
    separateDuties(vcenter);
    vcenter.backedUpAt = new Date(Date.now() - DAY_MS).toISOString();
    for (const cluster of vcenter.clusters) cluster.quickBoot = false;
  }
  return topology;
}

export interface Scenario {
  /** Changes the clean estate before it starts. */
  readonly topology?: (topology: Topology) => void;
  /** Does something to the running lab. */
  readonly lab?: (lab: RunningLab) => void;
  /** What the records know; by default both images and a fresh archive of the configuration. */
  readonly records?: 'nothing' | 'archives' | 'archives-of-last-quarter';
  /** What is changed by hand after a whole archive of both sides was taken, a moment before the survey. */
  readonly sinceArchive?: (lab: RunningLab) => void;
  /** Parts that a survey gave up. */
  readonly unreadable?: readonly Unreadable[];
}

export const estateOf = ({ ta, wl, hostAccess, lab }: LabVSphere): Estate => ({
  name: 'lab',
  authority: { vcenter: ta, cluster: 'TA' },
  trusted: [
    {
      vcenter: wl,
      hostAccess,
      clusters: (lab.vcenters.find(({ name }) => name === wl.name)?.clusters ?? [])
        .filter(({ kind }) => kind === 'trusted')
        .map(({ name }) => ({ name })),
    },
  ],
  taskQueues: { authority: 'a', trusted: 't' },
});

/** Reads the scenario as the service does: real lab, real clients, real surveys. */
export async function surveyed(
  scenario: Scenario,
): Promise<{ readonly estate: Estate; readonly inventory: EstateInventory }> {
  const topology = await cleanTopology();
  scenario.topology?.(topology);
  const bench = await startLabVSphere({ topology, speed: SPEED });
  try {
    scenario.lab?.(bench.lab);
    const estate = estateOf(bench);
    return { estate, inventory: await survey(bench, estate, scenario) };
  } finally {
    await bench.stop();
  }
}

async function survey(
  { vsphere, lab }: LabVSphere,
  estate: Estate,
  { records = 'archives', unreadable = [], sinceArchive }: Scenario,
): Promise<EstateInventory> {
  const blobs = memoryBlobs();
  const { port } = memoryRecords();
  if (records !== 'nothing') {
    const age = records === 'archives' ? 0 : 90 * DAY_MS;
    const at = new Date(Date.now() - age).toISOString();
    for (const version of [OLD, NEW]) {
      const image = {
        version,
        hash: createHash('sha256').update(version).digest('hex'),
        bytes: 1,
        sourceHost: 'esx',
        exportedAt: at,
        quickBooted: false,
      };
      await port.putArchivedImage({ estate: estate.name, ...image });
    }
    await port.putConfigurationArchive({ estate: estate.name, hash: 'h', at, notArchivable: [] });
  }
  const dependencies = { vsphere, blobs, timeScale: 1 };
  if (sinceArchive !== undefined) {
    await archiveBothSides(dependencies, port, estate);
    sinceArchive(lab);
  }
  const { surveyAuthority } = createAuthoritySurvey(dependencies);
  const { surveyTrustedSide } = createTrustedSurvey(dependencies);
  const { hash: authorityHash } = await inActivity(surveyAuthority, estate.authority);
  const trusted = await Promise.all(estate.trusted.map((side) => inActivity(surveyTrustedSide, { side })));
  const { assembleInventory } = createSurveyAssembly({ records: port, blobs });
  const { inventoryHash } = await inActivity(assembleInventory, {
    estate,
    authorityHash,
    trustedHashes: trusted.map(({ hash }) => hash),
    unreadable,
  });
  return getJson<EstateInventory>(blobs, inventoryHash);
}

/** As a run does it: each side read by its own zone, joined with the image files. */
async function archiveBothSides(
  dependencies: Parameters<typeof createAuthorityArchive>[0],
  records: ReturnType<typeof memoryRecords>['port'],
  { name, authority, trusted }: Estate,
): Promise<void> {
  const { vsphere, blobs } = dependencies;
  const { archiveConfiguration } = createAuthorityArchive(dependencies);
  const { archiveTrustedSide } = createTrustedArchive(dependencies);
  const { recordConfigurationArchive } = createArchiveAssembly({ records, blobs });
  const { vcenter } = authority;
  const { cluster } = await vsphere.trustAuthority.readAuthority(vcenter, authority.cluster);
  const whole = await inActivity(archiveConfiguration, { vcenter, cluster });
  const sides = await Promise.all(
    trusted.map((side) =>
      inActivity(archiveTrustedSide, {
        vcenter: side.vcenter,
        clusters: side.clusters.map((one) => one.name),
      }),
    ),
  );
  const parts = { authority: whole, trusted: sides };
  await inActivity(recordConfigurationArchive, { estate: name, hash: whole.hash, parts });
}
