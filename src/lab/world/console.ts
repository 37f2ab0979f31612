import { certificateOf } from '../topology/pem.js';
import type { LabWorld } from './api.js';
import type { Boot } from './boot.js';
import type { WorldContext } from './context.js';
import { faults, refuse } from './errors.js';
import { clearTrust } from './membership.js';

export type Console = Pick<LabWorld, 'rollBack' | 'installAfresh'>;

/** What somebody does who stands before a host: no vCenter knows of it, and none is asked. */
export function createConsole(ctx: WorldContext, boot: Boot): Console {
  return {
    rollBack(host) {
      // A host that hangs does so in the bank that it was to boot next.
      const active = ctx.runtime(host).nextBank ?? host.activeBank;
      const version = host.banks[active === 0 ? 1 : 0];
      if (version === null)
        refuse(faults.notAllowed(`Host ${host.name} has nothing in its alternate boot bank.`));
      ctx.note(host, 'host.restored', { way: 'rollback', version });
      boot.atConsole(host, 0, () => {
        // One level only: what ran until now is given up for good (vta-operations 2.13).
        host.banks = [version, null];
        host.activeBank = 0;
      });
    },
    installAfresh(host, version) {
      ctx.note(host, 'host.restored', { way: 'fresh-install', version });
      const seconds = ctx.duration(ctx.topology.timing.installSeconds, 'install', host.name);
      boot.atConsole(host, seconds, () => {
        host.banks = [version, null];
        host.activeBank = 0;
        host.inMaintenance = false;
        delete host.maintenanceBy;
        clearTrust(host);
        delete host.leftIssuers;
        // A new installation makes its keys anew. A vCenter that still has the host does not know it any more.
        host.connection = 'disconnected';
        host.certificates += 1;
        host.trustedCa = [certificateOf(`${host.uuid}/CA of ${host.name} ${host.certificates}`)];
      });
    },
  };
}
