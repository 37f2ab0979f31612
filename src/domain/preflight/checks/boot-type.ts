import { checkNamed } from '../check.js';

const { warning, check } = checkNamed({
  id: 'boot-type-unknown',
  rule: 'DG-14',
  looksAt: 'The last full boot of every trusted host is known.',
  severities: ['warning'],
  remedy: 'Nothing for the upgrade; base images stay needed until the host has booted fully.',
});

/** A trusted host whose last full boot is unknown counts as quick-booted: it keeps every older image needed. @rule DG-14, QB-4 */
export const bootType = check(({ trustedHosts, rowOf }) =>
  trustedHosts
    .filter((host) => (rowOf(host) ? rowOf(host)?.measured === undefined : host.boot.type !== 'full'))
    .map(({ ref }) =>
      warning(
        ref.name,
        `Which version ${ref.name} attests with is unknown: no evidence of its last full boot was found.`,
        'Nothing to do for the upgrade; base images stay needed until the host has booted fully.',
      ),
    ),
);
