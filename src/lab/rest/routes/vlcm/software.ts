import { z } from 'zod';
import { baseImageInfo } from '../../../world/lifecycle/wire.js';
import { VCENTER_DIFFERENCES } from '../../../world/releases.js';
import { toBaseImage } from '../../../world/versions.js';
import { notFound } from '../../errors.js';
import { clusterOf } from '../../lookup.js';
import { ok, route } from '../../types.js';
import {
  clusterPath,
  desiredOf,
  readSoftware,
  runsEverywhere,
  softwareInfo,
  writeRemediation,
} from './shapes.js';

const path = `${clusterPath}/software`;

/** Nothing named = all hosts of the cluster: the wire's trap, kept as it is (section 0, fact 11). */
const Scope = { commit: z.string().optional(), hosts: z.array(z.string()).optional() };
const ScopeBody = z.strictObject(Scope).optional();
const ApplyBody = z.strictObject({ ...Scope, accept_eula: z.boolean().optional() }).optional();

/** Only what was given: the world tells a missing field from an empty one. */
const scopeOf = (body: z.output<typeof ScopeBody>) => ({
  ...(body?.commit === undefined ? {} : { commit: body.commit }),
  ...(body?.hosts === undefined ? {} : { hosts: body.hosts }),
});

/** Section 8.3: the desired image. */
const desiredRoutes = [
  route({
    method: 'GET',
    path,
    privilege: readSoftware,
    answer(call) {
      const cluster = clusterOf(call);
      return ok(softwareInfo(cluster, desiredOf(cluster).baseImage));
    },
  }),
  route({
    method: 'GET',
    path: `${path}/base-image`,
    privilege: readSoftware,
    answer(call) {
      const cluster = clusterOf(call);
      return ok(baseImageInfo(cluster, desiredOf(cluster).baseImage));
    },
  }),
  route({
    method: 'GET',
    path: `${path}/commits/{commit}`,
    privilege: readSoftware,
    answer(call) {
      const cluster = clusterOf(call);
      const commit = cluster.commits.find(({ id }) => id === call.variable('commit'));
      if (commit === undefined) throw notFound('commit', call.variable('commit'));
      return ok({
        author: commit.author,
        commit_time: call.world.clock.iso(commit.at),
        description: commit.message,
        apply_status: runsEverywhere(cluster, commit.baseImage) ? 'APPLIED' : 'NOT_APPLIED',
      });
    },
  }),
  route({
    method: 'GET',
    path: `${path}/effective-components`,
    privilege: readSoftware,
    answer(call) {
      const version = toBaseImage(desiredOf(clusterOf(call)).baseImage);
      const details = {
        display_name: 'VMware ESXi',
        display_version: version,
        vendor: 'VMware',
        source: 'BASE_IMAGE',
        overridden_components: [],
      };
      return ok({ ESXi: { version, details } });
    },
  }),
];

/** Sections 8.4 and 8.5: one software operation per cluster at a time. */
const operationRoutes = [
  route({
    method: 'POST',
    path,
    action: 'scan',
    privilege: readSoftware,
    task: (call) => call.world.scan(clusterOf(call), call.session),
  }),
  route({
    method: 'POST',
    path,
    action: 'check',
    privilege: writeRemediation,
    body: ScopeBody,
    task: (call) => call.world.check(clusterOf(call), call.session, scopeOf(call.body)),
  }),
  route({
    method: 'POST',
    path,
    action: 'stage',
    since: VCENTER_DIFFERENCES.stage.since,
    privilege: writeRemediation,
    body: ScopeBody,
    task: (call) => call.world.stage(clusterOf(call), call.session, scopeOf(call.body)),
  }),
  route({
    method: 'POST',
    path,
    action: 'apply',
    privilege: writeRemediation,
    body: ApplyBody,
    task: ({ body, ...call }) =>
      call.world.apply(clusterOf(call), call.session, {
        ...scopeOf(body),
        ...(body?.accept_eula === undefined ? {} : { acceptEula: body.accept_eula }),
      }),
  }),
];

/** Desired image and software operations. */
export const softwareRoutes = [...desiredRoutes, ...operationRoutes];
