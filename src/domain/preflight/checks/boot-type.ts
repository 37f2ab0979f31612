import { checkNamed, type PreflightCheck } from '../check.js';

const { warning } = checkNamed('DG-14', 'boot-type-unknown');

/** A trusted host whose last full boot is unknown counts as quick-booted: it keeps every older image needed. @rule DG-14, QB-4 */
export const bootType: PreflightCheck = ({ trustedHosts, rowOf }) =>
  trustedHosts
    .filter((host) => (rowOf(host) ? rowOf(host)?.measured === undefined : host.boot.type !== 'full'))
    .map(({ ref }) =>
      warning(
        ref.name,
        `Which version ${ref.name} attests with is unknown: no evidence of its last full boot was found.`,
        'Nothing to do for the upgrade; base images stay needed until the host has booted fully.',
      ),
    );
