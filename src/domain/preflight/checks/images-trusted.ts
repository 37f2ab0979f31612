import type { EsxHost } from '../../model/inventory.js';
import { checkNamed, isInService } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'image-untrusted',
  rule: 'INV-1',
  looksAt: 'The installed and the measured version of every trusted host are trusted.',
  severities: ['blocker', 'warning'],
  remedy: 'Import the base image before upgrading anything.',
});

/**
 * The versions of every trusted host are trusted: the one it attests with, and the installed one, which it attests
 * with after its next full boot. A host out of service cannot be harmed now; it is a warning.
 *
 * @rule INV-1, INV-2, DG-8
 */
export const imagesTrusted = check(({ trustedHosts, trustedVersions, rowOf }) =>
  trustedHosts.flatMap((host) => {
    const measured = rowOf(host)?.measured;
    const findings = [];
    if (measured !== undefined && !trustedVersions.includes(measured)) {
      findings.push(untrusted(host, `attests with ${measured}`, measured, 'INV-1'));
    }
    if (host.installed !== undefined && !trustedVersions.includes(host.installed)) {
      findings.push(untrusted(host, `runs ${host.installed}`, host.installed, 'INV-2'));
    }
    return findings;
  }),
);

function untrusted(host: EsxHost, what: string, version: string, rule: string) {
  const weigh = isInService(host) ? blocker : warning;
  return weigh(
    host.ref.name,
    `${host.ref.name} ${what}, which the Trust Authority Cluster does not trust on every TA host.`,
    `Import base image ${version} before upgrading anything.`,
    rule,
  );
}
