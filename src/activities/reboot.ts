import { ApplicationFailure } from '@temporalio/common';
import { tpmSign, withSign, type TpmReading } from '../domain/attestation/index.js';
import type { VCenterRef } from '../domain/model/estate.js';
import type { BootEvidence, EsxHost, HostRef } from '../domain/model/inventory.js';
import type { EsxVersion } from '../domain/model/version.js';
import type { TaskRef } from '../ports/vsphere.js';
import type { VSphereDependencies } from './dependencies.js';
import { byServerClock } from './server-time.js';
import { timingsFor } from './timings.js';
import { callOptions, watch, type Look, type Patience, type Watched } from './watch.js';

interface OnHost {
  readonly vcenter: VCenterRef;
  readonly host: HostRef;
}

/** A host's last boot, as it was before another one is ordered. */
export interface BootReading {
  /** ISO 8601; another one afterwards is the proof that it has booted. */
  readonly bootTime: string;
  readonly boot: BootEvidence;
  readonly tpm?: TpmReading;
  /** When it was read, milliseconds since the epoch by the worker's clock. */
  readonly readAtMs: number;
}

interface Reboot extends OnHost {
  readonly from: BootReading;
}

/** The full boot of a host without a change of its image: never repeated without a person. @rule QB-5 */
export function createRebootActivities({ vsphere, ...pace }: VSphereDependencies) {
  const { hosts, tasks } = vsphere;

  return {
    /** The last boot before a reboot. Without its time nothing could tell that the host has booted again. @rule QB-5 */
    async readBoot({ vcenter, host }: OnHost): Promise<BootReading> {
      const [{ bootTime, boot }, tpm] = await Promise.all([
        hosts.readHost(vcenter, host, callOptions()),
        hosts.readTpm(vcenter, host, callOptions()),
      ]);
      if (bootTime === undefined) {
        throw ApplicationFailure.nonRetryable(
          `the boot time of ${host.name} cannot be read; without it a reboot cannot be told from none`,
          'state',
        );
      }
      return { bootTime, boot, ...(tpm === undefined ? {} : { tpm }), readAtMs: Date.now() };
    },

    /**
     * Orders the reboot of a host in maintenance mode. Looks first: a host that has booted since, and a reboot ordered
     * since, are adopted. @rule QB-5, DG-14
     */
    async startReboot({ vcenter, host, from }: Reboot): Promise<{ readonly task?: TaskRef }> {
      const sinceMs = await byServerClock({ hosts, timeScale: pace.timeScale }, vcenter, from.readAtMs);
      // In this order: a reboot that ends between the two looks has changed what the second one sees.
      const begun = await hosts.findReboot(vcenter, host, new Date(sinceMs).toISOString(), callOptions());
      const seen = await hosts.readHost(vcenter, host, callOptions());
      if (hasBooted(seen, from)) return {};
      if (begun !== undefined) return { task: begun };
      if (seen.connection !== 'connected') {
        // It may be on its way down: what a reboot would do to it nobody can tell.
        throw ApplicationFailure.nonRetryable(`${host.name} is ${seen.connection}`, 'state');
      }
      if (seen.inMaintenance !== true) {
        throw ApplicationFailure.nonRetryable(`${host.name} is not in maintenance mode`, 'state');
      }
      return { task: await hosts.reboot(vcenter, host, callOptions()) };
    },

    /**
     * Done when the host is back with another boot time, with everything that tells how it booted.
     *
     * @param input.measured - version of its last full boot before, when known
     * @rule QB-5, DG-14
     */
    async awaitReboot(
      input: Reboot & {
        readonly task?: TaskRef;
        readonly measured?: EsxVersion;
        readonly patience: Patience;
      },
    ): Promise<Watched<EsxHost>> {
      return watch(() => rebootLook(input), input.patience, timingsFor('fullBoot', pace));
    },
  };

  async function rebootLook(
    input: Reboot & { readonly task?: TaskRef; readonly measured?: EsxVersion },
  ): Promise<Look<EsxHost>> {
    const { vcenter, from } = input;
    // In this order: work that ends between the looks, whatever its task says of it, is in the second.
    const task =
      input.task === undefined ? undefined : await tasks.readTask(vcenter, input.task, callOptions());
    const host = await hosts.readHost(vcenter, input.host, callOptions());
    if (host.connection !== 'connected') return { state: 'working', have: `host is ${host.connection}` };
    if (hasBooted(host, from)) return { state: 'done', value: { ...host, boot: await bootOf(host, input) } };
    if (task?.state === 'failed') return { state: 'failed', error: task.error };
    if (task?.state === 'running' || task?.state === 'succeeded')
      return { state: 'working', have: 'the host has taken the order and is still up' };
    return {
      state: 'lost',
      error: 'the host is up, its boot time has not moved, and no reboot is under way',
    };
  }

  async function bootOf(
    { bootTime, installed }: EsxHost,
    { vcenter, host, from, measured }: Reboot & { readonly measured?: EsxVersion },
  ): Promise<BootEvidence> {
    const [events, tpm] = await Promise.all([
      hosts.readBootEvidence(vcenter, host, bootTime ?? from.bootTime, callOptions()),
      hosts.readTpm(vcenter, host, callOptions()),
    ]);
    const isOther = measured !== undefined && installed !== undefined && measured !== installed;
    return withSign(events, tpmSign(from.tpm, tpm, isOther));
  }
}

/** Only a boot time that was read and differs proves a boot. */
function hasBooted({ bootTime }: EsxHost, from: BootReading): boolean {
  return bootTime !== undefined && Date.parse(bootTime) !== Date.parse(from.bootTime);
}
