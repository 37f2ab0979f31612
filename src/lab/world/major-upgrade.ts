import type { LabWorld, MajorUpgrade } from './api.js';
import type { WorldContext } from './context.js';
import { faults, refuse } from './errors.js';
import type { LabVCenter } from './model.js';
import type { Outages } from './outages.js';
import { apiVersionOf, compareVersions } from './versions.js';

/** Downtime of a reduced downtime upgrade: below five minutes under ideal conditions (vta-operations 2.16). */
const SWITCHOVER_SECONDS = 240;

/** From 8.0 to 8.0 U2 and onwards (vta-operations 2.16). */
const offersReducedDowntime = (from: string, to: string): boolean =>
  compareVersions(from, '8.0.0.0') >= 0 && compareVersions(to, '8.0.2.0') >= 0;

/**
 * The installer, and the reduced downtime upgrade, which differs in the length of its outage: people deploy a new appliance, copy the data and let it take the identity over. The old one serves
 * meanwhile; only then comes the outage. In the journal it is an installation like any other, so the referee judges
 * its order and the backup before it.
 *
 * @see vta-operations.md 2.16, 2.17
 */
export function createMajorUpgrade(
  ctx: WorldContext,
  outages: Outages,
  renewPrincipal: (vcenter: LabVCenter) => void,
): Pick<LabWorld, 'upgradeVCenter'> {
  const { timing } = ctx.topology;
  const running = new Set<LabVCenter>();

  const switchOver = (vcenter: LabVCenter, { version, build }: MajorUpgrade): void => {
    vcenter.version = version;
    vcenter.build = build;
    vcenter.apiVersion = apiVersionOf(version);
    // What the old appliance had been offered is not for the new one.
    vcenter.updates = [];
    vcenter.update = { state: 'UP_TO_DATE', progress: 100 };
    outages.end(vcenter, 'upgrade');
  };

  return {
    upgradeVCenter(vcenter, upgrade) {
      const { version } = upgrade;
      const from = vcenter.version;
      if (compareVersions(version, from) <= 0) {
        refuse(faults.notAllowed(`${vcenter.name} runs ${from}; ${version} is not newer.`));
      }
      if (upgrade.way === 'reduced-downtime' && !offersReducedDowntime(from, version)) {
        refuse(
          faults.notAllowed(
            `The lifecycle plug-in of ${vcenter.name} offers no way from ${from} to ${version}.`,
          ),
        );
      }
      if (running.has(vcenter)) refuse(faults.inProgress(`${vcenter.name} is being upgraded already.`));
      if (['STAGE_IN_PROGRESS', 'INSTALL_IN_PROGRESS'].includes(vcenter.update.state)) {
        refuse(faults.inProgress(`An update of ${vcenter.name} is in progress: ${vcenter.update.state}.`));
      }
      if (vcenter.api !== 'up') refuse(faults.notAllowed(`The installer cannot reach ${vcenter.name}.`));
      running.add(vcenter);
      ctx.note(vcenter, 'vcenter.install.started', { version, from, by: 'operator' });

      const deploy = ctx.duration(timing.majorUpgradeSeconds, 'major-upgrade', vcenter.name);
      const outage =
        upgrade.way === 'reduced-downtime' ? SWITCHOVER_SECONDS : timing.majorUpgradeOutageSeconds;
      ctx.clock.after(deploy, () => {
        if (upgrade.changesCertificate === true) vcenter.certificates += 1;
        outages.begin(vcenter, 'upgrade');
      });
      ctx.clock.after(deploy + outage * 0.9, () => outages.proxyOnly(vcenter));
      ctx.clock.after(deploy + outage, () => {
        switchOver(vcenter, upgrade);
        if (upgrade.changesPrincipal === true) renewPrincipal(vcenter);
        running.delete(vcenter);
        ctx.note(vcenter, 'vcenter.install.ended', { version, from, ok: true, by: 'operator' });
      });
    },
  };
}
