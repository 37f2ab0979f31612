import type { VCenterRef } from '../domain/model/estate.js';
import type { HostRef } from '../domain/model/inventory.js';
import { troubled, type Messages } from '../domain/diagnosis/index.js';
import type { VSphereDependencies } from './dependencies.js';
import { putJson } from './json-blobs.js';
import { callOptions } from './watch.js';

/** Messages of one kind that travel; the newest tell most. */
const MOST = 10;
/** Hosts of one vCenter that a diagnosis of the whole estate looks at. */
const MOST_HOSTS = 50;
/** Characters of one message; some faults carry whole stack traces. */
const LONGEST = 600;

/** Events that tell of attestation, keys, boots and connections (vta-operations 2.15). */
const TELLING =
  /attest|TrustAuthority|crypto|tpm|esx\.audit\.host\.(boot|quickboot|reboot)|Host(Connect|Disconnect|Removed)/i;

/** What vCenter has to say about a host, or about itself, that failed. */
export function createTroubleActivities({ vsphere, blobs }: VSphereDependencies) {
  const { hosts, tasks, evidence } = vsphere;
  return {
    /**
     * Failed tasks of Recent Tasks, events, and a trusted host's attestation messages, each with its time. What cannot be
     * read is said, never taken for silence. @rule ATT-4, DG-14
     */
    readTroubles,

    /**
     * The same of one host, or of the vCenter and its hosts in trouble, stored by hash: it may be longer than a payload.
     * @rule ATT-4
     */
    async surveyTroubles(input: {
      vcenter: VCenterRef;
      clusters: readonly string[];
      /** Name of the host; absent = those in trouble. */
      host?: string;
    }): Promise<{ hash: string }> {
      const { vcenter, clusters, host } = input;
      const read = await hosts.readClusters(vcenter, clusters, callOptions());
      const all = read.flatMap((cluster) => cluster.hosts);
      const meant =
        host === undefined ? troubled(all).slice(0, MOST_HOSTS) : all.filter(({ ref }) => ref.name === host);
      const messages: Messages[] =
        host === undefined ? [{ subject: vcenter.name, lines: await readTroubles({ vcenter }) }] : [];
      for (const { ref } of meant) {
        messages.push({
          subject: ref.name,
          lines: await readTroubles({ vcenter, host: ref, withEvents: true }),
        });
      }
      return { hash: await putJson(blobs, messages) };
    },
  };

  async function readTroubles(input: {
    vcenter: VCenterRef;
    host?: HostRef;
    /** Also the newest events of the host that tell of trouble. */
    withEvents?: boolean;
  }): Promise<readonly string[]> {
    const { vcenter, host, withEvents } = input;
    const [failed, events, attestation] = await Promise.allSettled([
      tasks.listFailed(vcenter, host, callOptions()),
      host === undefined || withEvents !== true ? [] : evidence.listEvents(vcenter, host, callOptions()),
      host === undefined || vcenter.zone !== 'trusted' ? [] : attestationOf(vcenter, host),
    ]);
    const lines = [
      ...(failed.status === 'fulfilled'
        ? failed.value
            .slice(-MOST)
            .map(({ name, error, endedAt }) => `${endedAt ?? 'time unread'} task ${name}: ${error}`)
        : [`Recent Tasks could not be read: ${textOf(failed.reason)}`]),
      ...(events.status === 'fulfilled'
        ? events.value
            .filter(({ id }) => TELLING.test(id))
            .slice(-MOST)
            .map(({ id, at, message }) => `${at} event ${id}: ${message}`)
        : [`events could not be read: ${textOf(events.reason)}`]),
      ...(attestation.status === 'fulfilled'
        ? attestation.value
        : [`attestation messages could not be read: ${textOf(attestation.reason)}`]),
    ];
    return lines.map((line) => line.slice(0, LONGEST));
  }

  async function attestationOf(vcenter: VCenterRef, host: HostRef): Promise<string[]> {
    const { status, services, attestedAt } = await hosts.readAttestation(vcenter, host, callOptions());
    const at = new Date().toISOString();
    const said = services.flatMap((service) => service.messages).slice(0, MOST);
    const last = attestedAt === undefined ? 'no time of attestation' : `last attested ${attestedAt}`;
    return [
      `${at} attestation ${status}, ${last}`,
      ...said.map((message) => `${at} attestation: ${message}`),
    ];
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
