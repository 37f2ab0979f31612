import { parseEsxVersion } from '../../../domain/versions/index.js';
import type { TaskRef } from '../../../ports/vsphere.js';
import { VSphereError } from '../../../ports/errors.js';
import type { RestClient } from '../client.js';
import { pathOf } from '../path.js';
import { isNotFound, listRunning, operationOf } from '../tasks.js';
import {
  ApplyImpact,
  Compliance,
  DepotImages,
  DraftId,
  Drafts,
  SessionInfo,
  SoftwareInfo,
} from './schemas.js';

type Signal = AbortSignal | undefined;

const software = (cluster: string) => pathOf`/esx/settings/clusters/${cluster}/software`;

const orNothing = async <T>(read: Promise<T>): Promise<T | undefined> => {
  try {
    return await read;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
};

/** Base image of the desired image, in vLCM's form; nothing when the cluster has none. */
export const readDesiredImage = async (
  rest: RestClient,
  cluster: string,
  signal: Signal,
): Promise<string | undefined> => {
  const path = software(cluster);
  const info = await orNothing(rest.call({ method: 'GET', path, schema: SoftwareInfo, signal }));
  return info?.base_image.version;
};

/**
 * Commit of the desired image. No call names it directly: the impact report does, and the last compliance
 * result does when the image it compared with is still the desired one.
 */
export const readDesiredCommit = async (
  rest: RestClient,
  cluster: string,
  baseImage: string,
  signal: Signal,
): Promise<string | undefined> => {
  const base = software(cluster);
  const path = `${base}/reports/apply-impact`;
  const impact = await orNothing(rest.call({ method: 'GET', path, schema: ApplyImpact, signal }));
  if (impact?.commit) return impact.commit;
  const compliance = await orNothing(
    rest.call({ method: 'GET', path: `${base}/compliance`, schema: Compliance, signal }),
  );
  const targets = Object.values(compliance?.hosts ?? {}).map((host) => host.base_image?.target?.version);
  return targets.includes(baseImage) ? (compliance?.commit ?? undefined) : undefined;
};

const depotPath = '/esx/settings/depot-content/base-images';

/** ESXi base images that the depot holds. */
export const readDepotImages = (rest: RestClient, signal: Signal) =>
  rest.call({ method: 'GET', path: depotPath, schema: DepotImages, signal });

/** The depot's own name of an image: the middle of `8.0.3-0.35.24280767` cannot be derived from the build. */
const findDepotImage = async (rest: RestClient, baseImage: string, signal: Signal): Promise<string> => {
  const images = await readDepotImages(rest, signal);
  const wanted = parseEsxVersion(baseImage);
  const found =
    images.find(({ version }) => version === baseImage) ??
    images.find(({ version }) => wanted !== undefined && parseEsxVersion(version) === wanted);
  if (found) return found.version;
  const known = images.map(({ version }) => version).join(', ') || 'none';
  const operation = `GET /api${depotPath}`;
  throw rest.fail(`base image ${baseImage} is not in the depot; it has: ${known}`, {
    kind: 'not-found',
    operation,
    errorType: 'NOT_FOUND',
  });
};

/** `DOMAIN\user` and `user@domain` as one text; the API uses both. */
const loginName = (text: string): string => {
  const [domain, user] = text.split('\\');
  return (user === undefined ? text : `${user}@${domain ?? ''}`).toLowerCase();
};

/** Drafts left by an earlier attempt of this login. vLCM allows one per user. */
const deleteOwnDrafts = async (rest: RestClient, cluster: string, signal: Signal): Promise<void> => {
  const path = `${software(cluster)}/drafts`;
  const [{ user }, drafts] = await Promise.all([
    rest.call({ method: 'GET', path: '/session', schema: SessionInfo, signal }),
    rest.call({ method: 'GET', path, schema: Drafts, signal }),
  ]);
  const own = Object.entries(drafts).filter(
    ([, { metadata }]) => loginName(metadata?.owner ?? '') === loginName(user),
  );
  for (const [draft] of own) {
    await orNothing(rest.send({ method: 'DELETE', path: `${path}${pathOf`/${draft}`}`, safe: true, signal }));
  }
};

/** A fresh copy of the desired image to change; a stale draft of ours is thrown away first. */
const createDraft = async (rest: RestClient, cluster: string, signal: Signal): Promise<string> => {
  const create = () =>
    rest.call({ method: 'POST', path: `${software(cluster)}/drafts`, schema: DraftId, signal });
  try {
    return await create();
  } catch (error) {
    if (!(error instanceof VSphereError) || error.errorType !== 'ALREADY_EXISTS') throw error;
    await deleteOwnDrafts(rest, cluster, signal);
    return create();
  }
};

/** A commit of a draft of this cluster that is under way. */
export const findCommit = async (
  rest: RestClient,
  cluster: string,
  signal: Signal,
): Promise<TaskRef | undefined> => {
  const running = await listRunning(rest, 'com.vmware.esx.settings.clusters.software.drafts', signal);
  return running.find(
    ({ info }) => operationOf(info) === 'commit' && (!info.target || info.target.id === cluster),
  )?.ref;
};

/** Draft, base image, commit. Everything before the commit leaves the desired image as it is. */
export const commitImage = async (
  rest: RestClient,
  cluster: string,
  baseImage: string,
  message: string,
  signal: Signal,
): Promise<TaskRef> => {
  const version = await findDepotImage(rest, baseImage, signal);
  const draft = `${software(cluster)}/drafts${pathOf`/${await createDraft(rest, cluster, signal)}`}`;
  const path = `${draft}/software/base-image`;
  await rest.send({ method: 'PUT', path, body: { version }, safe: true, signal });
  return rest.startTask({
    method: 'POST',
    path: draft,
    query: { action: 'commit' },
    body: { message },
    signal,
  });
};
