import { z } from 'zod';
import { invalidArgument, notFound, restError } from '../../errors.js';
import { noContent, ok, route } from '../../types.js';
import type { Call } from '../../types.js';
import { message } from '../../wire-values.js';
import { VCENTER_DIFFERENCES } from '../../../world/releases.js';
import type { LabUpdate } from '../../../world/model.js';
import { notifications, updateInfo, updateSummary } from './update-shapes.js';

const base = '/api/appliance/update';
const pending = `${base}/pending`;
const one = `${pending}/{version}`;
const upgrade = 'VcLifecycle.Upgrade';
/** Answers to the questions of the pre-check, by `data_item`. */
const UserData = z.strictObject({ user_data: z.record(z.string(), z.string()) });
const sources = ['LAST_CHECK', 'LOCAL', 'LOCAL_AND_ONLINE'];

function pendingUpdate({ vcenter, variable }: Call): LabUpdate {
  const version = variable('version');
  if (vcenter.version === version)
    throw restError('ALREADY_IN_DESIRED_STATE', `Version ${version} is already installed.`);
  const update = vcenter.updates.find((candidate) => candidate.version === version);
  if (update === undefined) throw notFound('update', version);
  return update;
}

/** What VMware's own sample answers: the password of the SSO administrator. */
const questions = [
  {
    data_item: 'vmdir.password',
    text: message('vmdir.password', 'Single Sign-On administrator password'),
    description: message('vmdir.password.description', 'Password of the SSO administrator'),
    type: 'PASSWORD',
  },
];

/** Installs as soon as the staging that runs now has ended well. */
function installWhenStaged({ world, vcenter, session }: Call, version: string): void {
  const stop = world.onChange(() => {
    if (vcenter.update.state === 'STAGE_IN_PROGRESS') return;
    stop();
    if (vcenter.update.staged === version) world.installUpdate(vcenter, session, version);
  });
}

const reads = [
  route({ method: 'GET', path: base, answer: ({ vcenter, world }) => ok(updateInfo(vcenter, world.clock)) }),
  route({
    method: 'GET',
    path: pending,
    query: ['source_type', 'url', 'enable_list_major_upgrade_versions'],
    answer({ vcenter, world, query }) {
      if (!sources.includes(query.one('source_type') ?? ''))
        throw invalidArgument(`Query parameter 'source_type' must be one of ${sources.join(', ')}.`);
      if (vcenter.updates.length === 0) throw restError('NOT_FOUND', 'There are no updates.');
      return ok(
        vcenter.updates.map((update) => ({ version: update.version, ...updateSummary(update, world.clock) })),
      );
    },
  }),
  route({
    method: 'GET',
    path: one,
    answer(call) {
      const update = pendingUpdate(call);
      return ok({
        ...updateSummary(update, call.world.clock),
        contents: [message('com.vmware.appliance.update.contents', update.name)],
        services_will_be_stopped: [],
        eulas: [],
        staged: call.vcenter.update.staged === update.version,
        knowledge_base: 'https://knowledge.broadcom.com/',
      });
    },
  }),
  route({
    method: 'GET',
    path: `${base}/staged`,
    answer({ vcenter, world }) {
      const update = vcenter.updates.find(({ version }) => version === vcenter.update.staged);
      if (update === undefined) throw restError('NOT_ALLOWED_IN_CURRENT_STATE', 'Nothing is staged.');
      return ok({ staging_complete: true, version: update.version, ...updateSummary(update, world.clock) });
    },
  }),
];

const changes = [
  route({
    method: 'POST',
    path: base,
    action: 'cancel',
    privilege: upgrade,
    answer: () => {
      throw restError('NOT_ALLOWED_IN_CURRENT_STATE', 'The update operation cannot be cancelled.');
    },
  }),
  route({
    method: 'POST',
    path: one,
    action: 'precheck',
    privilege: upgrade,
    answer(call) {
      const { version, installMinutes, rebootRequired } = pendingUpdate(call);
      const { clock } = call.world;
      return ok({
        check_time: clock.iso(),
        estimated_time_to_install: installMinutes,
        reboot_required: rebootRequired,
        issues: notifications(clock, call.world.precheckUpdate(call.vcenter, version)),
        questions,
      });
    },
  }),
  route({
    method: 'POST',
    path: one,
    action: 'validate',
    privilege: upgrade,
    body: UserData,
    answer(call) {
      const { version } = pendingUpdate(call);
      return ok(notifications(call.world.clock, call.world.precheckUpdate(call.vcenter, version)));
    },
  }),
  route({
    method: 'POST',
    path: one,
    action: 'stage',
    privilege: upgrade,
    answer(call) {
      call.world.stageUpdate(call.vcenter, call.session, pendingUpdate(call).version);
      return noContent();
    },
  }),
  route({
    method: 'POST',
    path: one,
    action: 'install',
    privilege: upgrade,
    body: UserData,
    answer(call) {
      call.world.installUpdate(call.vcenter, call.session, pendingUpdate(call).version);
      return noContent();
    },
  }),
  route({
    method: 'POST',
    path: one,
    action: 'stage-and-install',
    privilege: upgrade,
    body: UserData,
    answer(call) {
      const { version } = pendingUpdate(call);
      if (call.vcenter.update.staged === version)
        call.world.installUpdate(call.vcenter, call.session, version);
      else {
        call.world.stageUpdate(call.vcenter, call.session, version);
        installWhenStaged(call, version);
      }
      return noContent();
    },
  }),
  route({
    method: 'POST',
    path: pending,
    action: 'rollback',
    since: VCENTER_DIFFERENCES.applianceRollback.since,
    privilege: upgrade,
    answer: () => {
      throw restError('NOT_FOUND', 'There is no snapshot to roll back to.');
    },
  }),
  route({
    method: 'DELETE',
    path: `${base}/staged`,
    privilege: upgrade,
    answer({ vcenter, world }) {
      if (vcenter.update.state === 'STAGE_IN_PROGRESS' || vcenter.update.state === 'INSTALL_IN_PROGRESS')
        throw restError('NOT_ALLOWED_IN_CURRENT_STATE', `The update is busy: ${vcenter.update.state}.`);
      delete vcenter.update.staged;
      world.changed();
      return noContent();
    },
  }),
];

/** Section 9.1: the update is no task; it starts with 204 and is read at `GET /api/appliance/update`. */
export const updateRoutes = [...reads, ...changes];
