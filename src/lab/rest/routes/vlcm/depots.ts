import { uuidOf } from '../../../topology/ids.js';
import type { LabVCenter } from '../../../world/model.js';
import { offers } from '../../../world/releases.js';
import { compareVersions, fromBaseImage } from '../../../world/versions.js';
import { notFound } from '../../errors.js';
import { clusterOf } from '../../lookup.js';
import { ok, route } from '../../types.js';
import type { Call } from '../../types.js';
import { clusterPath, readSettings, readSoftware, settings } from './shapes.js';

const images = `${settings}/depot-content/base-images`;

/** The vLCM version of a base image is its key in the depot. */
const canonical = (version: string): string => fromBaseImage(version) ?? version;

function imageSummary({ vcenter, world }: Call, version: string) {
  const image = vcenter.depot.get(version);
  if (image === undefined) throw notFound('base image', version);
  return {
    display_name: image.displayName,
    version,
    display_version: image.displayVersion,
    summary: `${image.displayName} ${image.displayVersion}`,
    category: 'ENHANCEMENT',
    kb: 'https://knowledge.broadcom.com/',
    release_date: world.clock.iso(image.releasedAt),
  };
}

const sortedVersions = ({ depot }: LabVCenter): string[] =>
  [...depot.keys()].toSorted((a, b) => compareVersions(canonical(a), canonical(b)));

/** Section 8.1: what can become a desired image. */
export const depotRoutes = [
  route({
    method: 'GET',
    path: images,
    query: ['min_version'],
    privilege: readSoftware,
    answer(call) {
      const minimum = call.query.one('min_version');
      return ok(
        sortedVersions(call.vcenter)
          .filter(
            (version) =>
              minimum === undefined || compareVersions(canonical(version), canonical(minimum)) >= 0,
          )
          .map((version) => imageSummary(call, version)),
      );
    },
  }),
  route({
    method: 'GET',
    path: `${images}/versions/{version}`,
    privilege: readSoftware,
    answer(call) {
      const summary = imageSummary(call, call.variable('version'));
      const component = {
        name: 'ESXi',
        display_name: 'VMware ESXi',
        version: summary.version,
        display_version: summary.display_version,
      };
      return ok({ ...summary, description: summary.summary, components: [component] });
    },
  }),
  route({
    method: 'GET',
    path: `${settings}/depots/online`,
    privilege: readSettings,
    answer: ({ vcenter }) =>
      ok({
        [uuidOf('depot', vcenter.name)]: {
          description: 'VMware ESXi patches',
          location: 'https://hostupdate.vmware.com/software/VUM/PRODUCTION/main/vmw-depot-index.xml',
          enabled: true,
          system_defined: true,
          ...(offers(vcenter, 'depotOwner') ? { owner: 'com.vmware.vcIntegrity' } : {}),
        },
      }),
  }),
  route({
    method: 'GET',
    path: `${settings}/depots/offline`,
    privilege: readSettings,
    answer: () => ok({}),
  }),
  route({
    method: 'GET',
    path: `${clusterPath}/depot-overrides`,
    privilege: readSettings,
    answer(call) {
      clusterOf(call);
      return ok({ depots: [] });
    },
  }),
];
