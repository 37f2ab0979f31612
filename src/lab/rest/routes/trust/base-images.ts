import { z } from 'zod';
import type { LabWorld } from '../../../world/api.js';
import type { LabCluster } from '../../../world/model.js';
import { offers } from '../../../world/releases.js';
import { fromBaseImage, toAuthorityImage } from '../../../world/versions.js';
import { readingTask } from '../../as-task.js';
import { invalidArgument, notFound } from '../../errors.js';
import { clusterOf } from '../../lookup.js';
import { route } from '../../types.js';
import { gather, healthOf, reachableTaHosts } from './ta-config.js';
import { ti, tiService } from './shapes.js';

const base = `${ti}/trust-authority-clusters/{cluster}/attestation/os/esx/base-images`;
const service = `${tiService}.trust_authority_clusters.attestation.os.esx.base_images`;
const read = 'TrustedAdmin.RetrieveHostMetadata';
const write = 'TrustedAdmin.ConfigureHostMetadata';

const imagesOf = (cluster: LabCluster) => gather(cluster, (ta) => ta.images);

/** Newest successful attestation with that image on any TA host. */
function lastAttestedAt(cluster: LabCluster, version: string): number | undefined {
  const times = reachableTaHosts(cluster).map(({ ta }) => ta.images.get(version)?.lastAttestedAt);
  return times.reduce((newest, at) => (at !== undefined && at > (newest ?? 0) ? at : newest), undefined);
}

function imageInfo(world: LabWorld, cluster: LabCluster, id: string): Record<string, unknown> {
  const version = fromBaseImage(id) ?? id;
  const image = imagesOf(cluster).get(version);
  if (image === undefined) throw notFound('base image', id);
  const attestedAt = lastAttestedAt(cluster, version);
  const isKnown =
    offers(cluster.vcenter, 'lastAttestedTime') && world.assumptions.lastAttestedTime === 'filled';
  return {
    display_name: image.displayName,
    ...healthOf(world, cluster, { kind: 'image', key: version }),
    ...(isKnown && attestedAt !== undefined ? { last_attested_time: world.clock.iso(attestedAt) } : {}),
  };
}

/** Bytes of a base64 body; whether they are an image database is for the world to say. */
function decodeImgdb(body: string): Uint8Array {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(body)) throw invalidArgument('The image database is not base64.');
  return Buffer.from(body, 'base64');
}

/** Section 5.4. An image cannot be downloaded again, and nothing says whether it is still in use. */
export const baseImageRoutes = [
  route({
    method: 'GET',
    path: base,
    query: ['version', 'display_name', 'health'],
    privilege: read,
    task: readingTask(service, 'list', ({ world, query }, cluster) =>
      [...imagesOf(cluster)]
        .map(([version, { displayName }]) => ({
          version: toAuthorityImage(version, world.assumptions),
          display_name: displayName,
          health: world.taHealth(cluster, { kind: 'image', key: version }).health,
        }))
        .filter(
          (image) =>
            query.passes('version', image.version) &&
            query.passes('display_name', image.display_name) &&
            query.passes('health', image.health),
        ),
    ),
  }),
  route({
    method: 'GET',
    path: `${base}/{version}`,
    privilege: read,
    task: readingTask(service, 'get', (call, cluster) =>
      imageInfo(call.world, cluster, call.variable('version')),
    ),
  }),
  route({
    method: 'DELETE',
    path: `${base}/{version}`,
    privilege: write,
    task: (call) => call.world.removeImage(clusterOf(call), call.session, call.variable('version')),
  }),
  route({
    method: 'POST',
    path: base,
    action: 'import-from-imgdb',
    privilege: write,
    body: z.string(),
    task: (call) => call.world.importImage(clusterOf(call), call.session, decodeImgdb(call.body)),
  }),
];
