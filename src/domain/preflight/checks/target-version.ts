import { hasNoVta } from '../../leaving/index.js';
import { parseEsxVersion, parseVCenterVersion } from '../../versions/index.js';
import { checkNamed } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'target-version',
  rule: 'DG-1',
  looksAt: 'Both targets are versions, and none is vSphere 9 or later.',
  severities: ['blocker'],
  remedy: 'Choose the newest 8.0 release.',
});

/** Both targets are versions, and none is 9.x: Trust Authority is switched off from 9.0 on. @rule DG-1 */
export const targetVersion = check(({ request: { vcenterVersion, esxVersion } }) => {
  const findings = [];
  if (!parseVCenterVersion(vcenterVersion)) {
    findings.push(
      blocker(
        'request',
        `'${vcenterVersion}' is not a vCenter version.`,
        'Name the update as the appliance does, such as 8.0.3.00400.',
        'ORD-2',
      ),
    );
  }
  if (parseEsxVersion(esxVersion) === undefined) {
    findings.push(
      blocker(
        'request',
        `'${esxVersion}' is not an ESXi version with a build.`,
        'Name the base image, such as 8.0.3-0.0.24022510.',
        'IMG-1',
      ),
    );
  }
  for (const target of new Set([vcenterVersion, esxVersion])) {
    if (!hasNoVta(target)) continue;
    findings.push(
      blocker(
        target,
        `Target ${target} is vSphere 9 or later, where Trust Authority is removed: every VM encrypted with a trusted key provider would become unmanageable.`,
        'Choose the newest 8.0 release, or move the VMs to another key provider first, as the exit plan beside this finding and docs/leaving-vta.md say; that is a project of its own.',
      ),
    );
  }
  return findings;
});
