import { hasNoVta } from '../../leaving/index.js';
import { parseEsxVersion, parseVCenterVersion } from '../../versions/index.js';
import { coversCluster, coversVCenter } from '../../planning/scope.js';
import { checkNamed } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'target-version',
  rule: 'DG-1',
  looksAt: 'Both targets are versions, and none is vSphere 9 or later.',
  severities: ['blocker'],
  remedy: 'Choose the newest 8.0 release.',
});

/**
 * The targets of what the plan covers are versions, and neither they nor any vCenter are 9.x: Trust Authority is switched off from 9.0 on.
 *
 * @rule DG-1
 */
export const targetVersion = check(({ request, vcenters, clusters }) => {
  const { vcenterVersion, esxVersion } = request;
  const hasVCenters = vcenters.some((vcenter) => coversVCenter(request, vcenter));
  const hasHosts = clusters.some((cluster) => coversCluster(request, cluster));
  const findings = [];
  if (isNeeded(vcenterVersion, hasVCenters) && !parseVCenterVersion(vcenterVersion ?? '')) {
    findings.push(
      blocker(
        'request',
        `${said(vcenterVersion)} is not a vCenter version.`,
        'Name the update as the appliance does, such as 8.0.3.00400.',
        'ORD-2',
      ),
    );
  }
  if (isNeeded(esxVersion, hasHosts) && parseEsxVersion(esxVersion ?? '') === undefined) {
    findings.push(
      blocker(
        'request',
        `${said(esxVersion)} is not an ESXi version with a build.`,
        'Name the base image, such as 8.0.3-0.0.24022510.',
        'IMG-1',
      ),
    );
  }
  for (const target of new Set([vcenterVersion, esxVersion])) {
    if (target === undefined || !hasNoVta(target)) continue;
    findings.push(
      blocker(
        target,
        `Target ${target} is vSphere 9 or later, where Trust Authority is removed: every VM encrypted with a trusted key provider would become unmanageable.`,
        'Choose the newest 8.0 release, or move the VMs to another key provider first; that is a project of its own.',
      ),
    );
  }
  const ahead = vcenters.filter(({ current }) => hasNoVta(current.version));
  for (const { name, current } of ahead) {
    findings.push(
      blocker(
        name,
        `${name} runs ${current.version}: vSphere 9 or later, where Trust Authority is removed.`,
        'Nothing of this estate can be upgraded with vTA any more; see docs/leaving-vta.md.',
      ),
    );
  }
  return findings;
});

/** What is given is always checked; what is absent only where something is to get there. */
function isNeeded(version: string | undefined, covered: boolean): boolean {
  return version !== undefined || covered;
}

function said(version: string | undefined): string {
  return version === undefined ? 'No version' : `'${version}'`;
}
