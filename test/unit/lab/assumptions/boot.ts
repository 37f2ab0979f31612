import { textAt } from '../../../support/soap-bench.js';
import type { SoapBench } from '../../../support/soap-bench.js';
import { NEW, OLD } from '../../../support/lab-world.js';
import { inLab, overSoap } from './proof.js';
import type { Proofs } from './proof.js';
import type { LabBench } from '../../../support/lab-world.js';

const quick = { cluster: { quickBoot: true } };

const upgradeFirst = (lab: LabBench): void => {
  lab.apply(['esx-1']);
  lab.minutes(60);
};
const bootTime = async (soap: SoapBench): Promise<string | undefined> =>
  textAt((await soap.hostProperties('esx-1', 'runtime'))['runtime'], 'bootTime');

export const bootProofs: Proofs = {
  bootEvents: {
    observe: inLab((lab) => {
      lab.world.reboot(lab.host('esx-1'), lab.session(), true);
      lab.minutes(60);
      const { at } = lab.host('esx-1').lastBoot;
      const reason = lab
        .vcenter('wl-vc')
        .events.find((event) => event.at >= at && event.typeId.startsWith('esx.audit.host.reboot.reason.'));
      return reason && (reason.at - at) / 60_000;
    }),
    sees: { 'with-reason': 0, late: 10, 'without-reason': undefined },
  },
  bootTimeOnQuickBoot: {
    observe: overSoap(async (soap) => {
      const before = await bootTime(soap);
      upgradeFirst(soap.lab);
      await soap.login();
      return [soap.lab.host('esx-1').lastBoot.type, (await bootTime(soap)) !== before];
    }, quick),
    sees: { moves: ['quick', true], stays: ['quick', false] },
  },
  operatorReboot: {
    observe: inLab((lab) => {
      lab.world.reboot(lab.host('esx-1'), lab.session(), true);
      lab.minutes(60);
      return lab.entries('host.booted', 'esx-1').at(-1)?.detail['type'];
    }, quick),
    sees: { 'full-boot': 'full', 'quick-boot': 'quick' },
  },
  quickBootFallback: {
    observe: inLab(
      (lab) => {
        upgradeFirst(lab);
        const host = lab.host('esx-1');
        return [lab.cluster().lastApply?.hosts.get(host.moid)?.status, host.measured];
      },
      { cluster: { quickBoot: true, hosts: [{ name: 'esx-1', quickBootSupported: false }] } },
    ),
    sees: { 'full-boot': ['OK', NEW], fails: ['ERROR', OLD], skipped: ['SKIPPED', OLD] },
  },
};
