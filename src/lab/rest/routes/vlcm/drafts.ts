import { z } from 'zod';
import { compareVersions, fromBaseImage } from '../../../world/versions.js';
import type { LabCluster } from '../../../world/model.js';
import { readingTask } from '../../as-task.js';
import { invalidArgument, notFound, restError } from '../../errors.js';
import { clusterOf } from '../../lookup.js';
import { created, noContent, ok, route } from '../../types.js';
import type { Call } from '../../types.js';
import { message } from '../../wire-values.js';
import { clusterPath, readSoftware, softwareInfo, vlcmService, writeSoftware } from './shapes.js';

type Draft = LabCluster['drafts'] extends Map<string, infer D> ? D : never;

const path = `${clusterPath}/software/drafts`;
const one = `${path}/{draft}`;
const service = `${vlcmService}.software.drafts`;

function draftOf({ variable }: Pick<Call, 'variable'>, cluster: LabCluster): Draft {
  const draft = cluster.drafts.get(variable('draft'));
  if (draft === undefined) throw notFound('draft', variable('draft'));
  return draft;
}

/** A draft is valid when its base image is in the depot. */
const isValid = ({ vcenter }: LabCluster, { baseImage }: Draft): boolean =>
  [...vcenter.depot.values()].some(({ version }) => version === baseImage);

const metadata = (cluster: LabCluster, draft: Draft, { clock }: Call['world']) => ({
  owner: draft.owner,
  status: isValid(cluster, draft) ? 'VALID' : 'INVALID',
  creation_time: clock.iso(draft.createdAt),
});

/** `Notifications` of a validation. */
function validation(cluster: LabCluster, draft: Draft, { clock }: Call['world']) {
  if (isValid(cluster, draft)) return { notifications: {} };
  const id = 'com.vmware.vcIntegrity.lifecycle.EsxImage.BaseImageNotFound';
  const text = `The base image ${draft.baseImage} is not in the depot.`;
  return {
    notifications: { errors: [{ id, type: 'ERROR', time: clock.iso(), message: message(id, text) }] },
  };
}

/** The comparison that the world would make after a commit; the result names none. */
function draftCompliance(call: Call, cluster: LabCluster): Record<string, unknown> {
  const { id, baseImage, owner } = draftOf(call, cluster);
  // The world judges by the newest commit, so the draft stands in as one for the length of this call.
  cluster.commits.push({ id, baseImage, author: owner, at: call.world.clock.now(), message: '' });
  try {
    const { commit: _commit, ...compliance } = call.world.compliance(cluster);
    return compliance;
  } finally {
    cluster.commits.pop();
  }
}

/** Section 8.3: a draft copies the desired image; one per user and cluster. */
const draftRoutes = [
  route({
    method: 'POST',
    path,
    privilege: writeSoftware,
    answer: (call) => created(call.world.createDraft(clusterOf(call), call.session)),
  }),
  route({
    method: 'GET',
    path,
    query: ['owners'],
    privilege: readSoftware,
    answer(call) {
      const cluster = clusterOf(call);
      const found = [...cluster.drafts.values()].filter(({ owner }) => call.query.passes('owners', owner));
      return ok(
        Object.fromEntries(
          found.map((draft) => [draft.id, { metadata: metadata(cluster, draft, call.world) }]),
        ),
      );
    },
  }),
  route({
    method: 'GET',
    path: one,
    privilege: readSoftware,
    answer(call) {
      const cluster = clusterOf(call);
      const draft = draftOf(call, cluster);
      return ok({
        metadata: metadata(cluster, draft, call.world),
        software: softwareInfo(cluster, draft.baseImage),
      });
    },
  }),
  route({
    method: 'DELETE',
    path: one,
    privilege: writeSoftware,
    answer(call) {
      call.world.deleteDraft(clusterOf(call), call.session, call.variable('draft'));
      return noContent();
    },
  }),
  route({
    method: 'PUT',
    path: `${one}/software/base-image`,
    privilege: writeSoftware,
    body: z.strictObject({ version: z.string().min(1) }),
    answer(call) {
      call.world.setDraftImage(clusterOf(call), call.session, call.variable('draft'), call.body.version);
      return noContent();
    },
  }),
  route({
    method: 'GET',
    path: `${one}/software/base-image`,
    privilege: readSoftware,
    answer(call) {
      const cluster = clusterOf(call);
      return ok(softwareInfo(cluster, draftOf(call, cluster).baseImage)['base_image']);
    },
  }),
  route({
    method: 'POST',
    path: one,
    action: 'validate',
    privilege: readSoftware,
    task: readingTask(service, 'validate', (call, cluster) =>
      validation(cluster, draftOf(call, cluster), call.world),
    ),
  }),
  route({
    method: 'POST',
    path: one,
    action: 'scan',
    privilege: readSoftware,
    task: readingTask(service, 'scan', (call, cluster) => draftCompliance(call, cluster)),
  }),
  route({
    method: 'POST',
    path: one,
    action: 'commit',
    privilege: writeSoftware,
    body: z.strictObject({ message: z.string().optional() }).optional(),
    task(call) {
      const cluster = clusterOf(call);
      const draft = draftOf(call, cluster);
      if (!isValid(cluster, draft))
        throw restError('INVALID_ARGUMENT', 'The draft is not valid.', {
          data: validation(cluster, draft, call.world),
        });
      return call.world.commitDraft(cluster, call.session, draft.id, call.body?.message ?? '');
    },
  }),
];

const Import = z.strictObject({
  source_type: z.enum([
    'PULL',
    'PUSH',
    'JSON_STRING',
    'LATEST_RECOMMENDATION',
    'CURRENT_SERIES_RECOMMENDATION',
    'SPECIFIED_BASE_IMAGE_RECOMMENDATION',
  ]),
  location: z.string().optional(),
  file_id: z.string().optional(),
  software_spec: z.string().optional(),
});

/** Base image of an imported specification: named in JSON, or the newest in the depot. */
function importedImage({ vcenter, body }: Call<z.output<typeof Import>>): string {
  if (body.source_type === 'JSON_STRING') {
    const Spec = z.object({ base_image: z.object({ version: z.string() }) });
    try {
      return Spec.parse(JSON.parse(body.software_spec ?? '')).base_image.version;
    } catch {
      throw invalidArgument("Field 'software_spec' is no software specification.");
    }
  }
  if (body.source_type !== 'LATEST_RECOMMENDATION')
    throw invalidArgument(`Field 'source_type': the lab cannot import from ${body.source_type}.`);
  const newest = [...vcenter.depot.keys()].toSorted((a, b) =>
    compareVersions(fromBaseImage(a) ?? a, fromBaseImage(b) ?? b),
  );
  const version = newest.at(-1);
  if (version === undefined) throw restError('NOT_FOUND', 'The depot holds no base image.');
  return version;
}

const importRoute = route({
  method: 'POST',
  path,
  action: 'import-software-spec',
  privilege: writeSoftware,
  body: Import,
  answer(call) {
    const cluster = clusterOf(call);
    const version = importedImage(call);
    if (!call.vcenter.depot.has(version)) throw notFound('base image', version);
    const draft = call.world.createDraft(cluster, call.session);
    call.world.setDraftImage(cluster, call.session, draft, version);
    return ok(draft);
  },
});

export const vlcmDraftRoutes = [...draftRoutes, importRoute];
