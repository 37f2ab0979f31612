import { textAt } from '../../../support/soap-bench.js';
import { NEW } from '../../../support/lab-world.js';
import type { LabBench } from '../../../support/lab-world.js';
import { inLab, overRest, overSoap } from './proof.js';
import type { Proofs } from './proof.js';

const images =
  '/vcenter/trusted-infrastructure/trust-authority-clusters/domain-c8/attestation/os/esx/base-images';
/** The journal keeps the true reason, whatever the host is told. */
const TRUTH = 'com.vmware.esx.attestation.report.attest_unknown_software';
const encrypted = [{ name: 'vault', host: 'esx-2', encrypted: true }];

const stopAttestation = (lab: LabBench): void => {
  for (const ta of lab.vcenter('ta-vc').hosts.values())
    lab.world.setService(ta, lab.session('ta-vc'), 'attestd', 'stop');
};
/** The new version runs on esx-1 by a full boot; nobody has imported it. */
const bootUntrusted = (lab: LabBench): void => {
  lab.apply(['esx-1']);
  lab.minutes(60);
};

export const attestationProofs: Proofs = {
  attestationReports: {
    observe: overSoap(async (soap) => {
      const { summary } = await soap.hostProperties('esx-1', 'summary');
      const info = summary?.children['trustAuthorityAttestationInfos']?.[0];
      const [from = '', until] = [textAt(info, 'attestedAt'), textAt(info, 'attestedUntil')];
      return until && (Date.parse(until) - Date.parse(from)) / 3_600_000;
    }),
    sees: { 'as-timed': 8, 'short-lived': 0.5, 'long-lived': 720, 'without-end': undefined },
  },
  missingImageError: {
    observe: inLab((lab) => {
      bootUntrusted(lab);
      const report = [...lab.host('esx-1').reports.values()][0];
      const truth = lab.entries('host.unattested', 'esx-1')[0]?.detail['reason'];
      return [report?.status, report?.messages.map(({ id }) => id.split('.').at(-1)), truth];
    }),
    sees: {
      'unknown-software': ['notAttested', ['attest_unknown_software'], TRUTH],
      'verify-failed': ['notAttested', ['attest_verify_failed'], TRUTH],
      'no-message': ['notAttested', [], TRUTH],
      'status-unknown': ['unknown', [], TRUTH],
    },
  },
  attestationEvents: {
    observe: inLab((lab) => {
      bootUntrusted(lab);
      const ids = lab.vcenter('wl-vc').events.map(({ typeId }) => typeId);
      return [ids.includes('com.vmware.vc.TaHostAttestFailEvent'), lab.effects().includes('host.unattested')];
    }),
    sees: { emitted: [true, true], absent: [false, true] },
  },
  lastAttestedTime: {
    observe: overRest(async (rest) => {
      const info = await rest.task('ta-vc', `GET ${images}/8.0.2-0.0.22380479`);
      return 'last_attested_time' in info.result;
    }),
    sees: { filled: true, absent: false },
  },
  encryptedVmsAtExpiry: {
    observe: inLab(
      (lab) => {
        stopAttestation(lab);
        lab.minutes(9 * 60);
        return [lab.effects().includes('host.report.expired'), lab.effects('vault').includes('vm.locked')];
      },
      { cluster: { vms: encrypted } },
    ),
    sees: { 'stay-usable': [true, false], lock: [true, true] },
  },
  encryptedVmMoves: {
    observe: inLab(
      (lab) => {
        // The only other host has booted and is not attested.
        bootUntrusted(lab);
        lab.world.enterMaintenance(lab.host('esx-2'), lab.session(), 0);
        lab.minutes(30);
        return [lab.host('esx-2').inMaintenance, lab.effects('vault').includes('vm.locked')];
      },
      { hosts: 2, cluster: { vms: encrypted } },
    ),
    sees: { anywhere: [true, true], 'attested-hosts-only': [false, false] },
  },
  keyPersistence: {
    observe: inLab(
      (lab) => {
        stopAttestation(lab);
        lab.world.reboot(lab.host('esx-2'), lab.session(), true);
        lab.minutes(60);
        return [lab.host('esx-2').measured === NEW, lab.effects('vault').includes('vm.locked')];
      },
      { cluster: { vms: encrypted } },
    ),
    sees: { off: [false, true], on: [false, false] },
  },
};
