import { clusterExecutor } from '../../planning/executors.js';
import type { ImageReports, PreCheck } from '../../model/image-reports.js';
import type { EsxCluster } from '../../model/inventory.js';
import type { EsxVersion } from '../../model/version.js';
import { checkNamed, nameSome, type PreflightContext } from '../check.js';

const { blocker, warning, info, check } = checkNamed({
  id: 'image-pre-check',
  rule: 'ORD-5',
  looksAt:
    'The pre-check and the hardware check that vLCM last made of the target found nothing that stops a host.',
  severities: ['blocker', 'warning', 'info'],
  remedy:
    'Repair what is named, run the pre-check and the hardware check again, then read the inventory again.',
  waivable: true,
});

const AGAIN = 'then run the check of the cluster again (Updates > Image) and read the inventory again.';

/**
 * What vLCM found when somebody last had the target checked: deprecated CPUs and devices, missing drivers, small boot
 * devices (2.14). A plan starts no check of its own: it is a task on the vCenter, and only possible once the target is the
 * desired image. Reports of another image say nothing of this one. @rule ORD-3, ORD-5
 */
export const imagePreCheck = check((context) =>
  context.sides.flatMap(({ vcenter, clusters, readiness }) => {
    const due = clusters.filter((cluster) => isByImage(cluster, context));
    const unchecked = due.filter((cluster) => {
      const hosts =
        ofTarget(cluster, reportsOf(cluster, readiness.imageReports), context.target)?.hosts ?? [];
      return context.dueOf(cluster).some(({ ref }) => !hosts.includes(ref.moid));
    });
    const found = due.flatMap((cluster) => {
      const reports = reportsOf(cluster, readiness.imageReports);
      return [...preCheckOf(cluster, reports, context), ...hardwareOf(cluster, reports, context)];
    });
    if (unchecked.length === 0 || readiness.imageReports === undefined) return found;
    const names = nameSome(unchecked.map(({ ref }) => ref.name));
    return [
      ...found,
      info(
        vcenter.name,
        `vLCM has no pre-check of ${context.target} for all hosts of ${names}: what it would find on a host is known only when its turn comes.`,
        `Make it the desired image of the cluster without remediating, run the pre-check and the hardware check (Updates > Image), and read the inventory again.`,
        clusterRule(unchecked[0]),
      ),
    ];
  }),
);

const isByImage = (cluster: EsxCluster, { request, dueOf }: PreflightContext): boolean =>
  cluster.imageManaged === true &&
  clusterExecutor(cluster, request).executor === 'lifecycle-image' &&
  dueOf(cluster).length > 0;

const reportsOf = ({ ref }: EsxCluster, all: readonly ImageReports[] = []): ImageReports | undefined =>
  all.find(({ cluster }) => cluster === ref.moid);

const clusterRule = (cluster: EsxCluster | undefined) => (cluster?.role === 'authority' ? 'ORD-3' : 'ORD-5');

/** The newest pre-check if it was of the target: of the commit that the desired image has, which is the target. */
function ofTarget(
  { desired }: EsxCluster,
  reports: ImageReports | undefined,
  target: EsxVersion | undefined,
): PreCheck | undefined {
  const { preCheck } = reports ?? {};
  if (preCheck === undefined || preCheck === 'none' || desired?.baseImage !== target) return undefined;
  return preCheck.commit === desired?.commit ? preCheck : undefined;
}

function preCheckOf(cluster: EsxCluster, reports: ImageReports | undefined, context: PreflightContext) {
  const preCheck = ofTarget(cluster, reports, context.target);
  if (preCheck === undefined) return [];
  const when = preCheck.at === undefined ? '' : ` of ${preCheck.at}`;
  const rule = clusterRule(cluster);
  return preCheck.troubles.flatMap(({ host, kind, texts }) => {
    const name = host === undefined ? cluster.ref.name : nameOf(host, cluster, context);
    if (name === undefined) return [];
    const what = texts.join(' ') || 'It does not say why.';
    return kind === 'error'
      ? blocker(name, `The pre-check${when} fails on ${name}: ${what}`, `Repair this, ${AGAIN}`, rule)
      : warning(name, `The pre-check${when} of ${name} did not end: ${what}`, `See why, ${AGAIN}`, rule);
  });
}

/** By host, as a device is repaired there; one that is certified with another driver only is a warning. */
function hardwareOf(cluster: EsxCluster, reports: ImageReports | undefined, context: PreflightContext) {
  const { hardware } = reports ?? {};
  if (hardware === undefined || hardware === 'none' || hardware.baseImage !== context.target) return [];
  const { at, devices } = hardware;
  const when = at === undefined ? '' : ` of ${at}`;
  return context.dueOf(cluster).flatMap(({ ref: { name, moid } }) =>
    (['device', 'driver'] as const).flatMap((kind) => {
      const names = devices.filter((one) => one.kind === kind && one.hosts.includes(moid));
      if (names.length === 0) return [];
      const list = nameSome(names.map((device) => device.name));
      return kind === 'device'
        ? blocker(
            name,
            `The hardware check${when} says that ${hardware.baseImage} does not support ${list} of ${name}.`,
            `Replace the device, or add its driver to the image, ${AGAIN}`,
            clusterRule(cluster),
          )
        : warning(
            name,
            `The hardware check${when} does not know driver and firmware of ${list} of ${name} with ${hardware.baseImage}.`,
            `Bring driver and firmware to a supported pair, or accept it with the plan; ${AGAIN}`,
            clusterRule(cluster),
          );
    }),
  );
}

/** Name of a host with work; of others nothing is said. */
const nameOf = (moid: string, cluster: EsxCluster, { dueOf }: PreflightContext): string | undefined =>
  dueOf(cluster).find(({ ref }) => ref.moid === moid)?.ref.name;
