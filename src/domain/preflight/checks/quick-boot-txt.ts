import { majorOf } from '../../versions/index.js';
import { checkNamed, count, nameSome } from '../check.js';
import { platformsOf } from '../platforms.js';

const { warning, check } = checkNamed({
  id: 'quick-boot-txt',
  rule: 'QB-1',
  looksAt: 'Where Quick Boot is on, no host with work has Intel TXT on.',
  severities: ['warning'],
  remedy: 'Plan full boots for these hosts, or switch Intel TXT off in their firmware.',
});

/** First release line of ESXi for which Quick Boot and Intel TXT exclude each other. */
const SINCE_MAJOR = 8;

/** With Intel TXT on, ESXi 8 and 9 cannot Quick Boot (2.12): such a host boots fully, or fails to. @rule QB-1, QB-2 */
export const quickBootTxt = check(({ sides, request, target, dueOf }) => {
  if (request.boot === 'full' || (majorOf(target ?? '') ?? 0) < SINCE_MAJOR) return [];
  const due = platformsOf(sides).filter(
    ({ cluster, host, isRead }) => isRead && cluster.policy?.enableQuickBoot && dueOf(cluster).includes(host),
  );
  const on = due
    .filter(({ platform }) => platform.txt === true)
    .map(({ host: { ref }, cluster }) =>
      warning(
        ref.name,
        `${ref.name} has Intel TXT on and cannot Quick Boot, which is on for ${cluster.ref.name}: it is, or may be, booted fully.`,
        `Plan the time of a full boot for ${ref.name}, or switch Intel TXT off in its firmware.`,
      ),
    );
  const clusters = new Set(due.map(({ cluster }) => cluster));
  const untold = [...clusters].flatMap((cluster) => {
    const names = due
      .filter((one) => one.cluster === cluster && one.platform.txt === undefined)
      .map(({ host }) => host.ref.name);
    if (names.length === 0) return [];
    return warning(
      cluster.ref.name,
      `Quick Boot is on, and ${count(names.length, 'host')} of ${cluster.ref.name} do not say whether Intel TXT is on: ${nameSome(names)}. With it they cannot Quick Boot.`,
      'Look at Intel TXT in the firmware of these hosts, or plan the time of full boots.',
    );
  });
  return [...on, ...untold];
});
