import type { EsxHost, LedgerRow } from '../model/inventory.js';
import type { HostStep } from '../model/plan.js';
import type { EsxVersion } from '../model/version.js';

/** Why a host in debt gets no full boot now; undefined = it gets one. */
export function whyNoFullBoot(host: EsxHost): string | undefined {
  if (host.installed === undefined) return 'its version could not be read';
  if (host.connection !== 'connected') return `not connected to its vCenter (${host.connection})`;
  if (host.inMaintenance === undefined) return 'its maintenance state could not be read';
  return host.inMaintenance ? 'in maintenance mode by somebody else' : undefined;
}

/**
 * One host that boots fully on the version that it runs, so that it attests with it.
 *
 * @param row - what the ledger knows of it
 * @rule QB-5, DG-8, DG-9
 */
export function fullBootStep(host: EsxHost, row: LedgerRow, order: number): HostStep {
  const target: EsxVersion = host.installed ?? '';
  const { measured } = row;
  return {
    host: host.ref,
    cluster: host.cluster,
    role: host.role,
    order,
    isTestHost: false,
    target,
    boot: 'full',
    executor: 'reboot',
    measuredAfter: target,
    expects: {
      installed: target,
      ...(measured !== undefined && { measured }),
      inMaintenance: false,
      connection: 'connected',
    },
    comment: `Runs ${target}, attests with ${measured ?? 'an unknown version'}: boots fully to attest with ${target}.`,
  };
}
