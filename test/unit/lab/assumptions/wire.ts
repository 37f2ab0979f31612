import type { RestBench } from '../../../support/lab-rest.js';
import { inLab, overRest } from './proof.js';
import type { Proofs } from './proof.js';

const images =
  '/vcenter/trusted-infrastructure/trust-authority-clusters/domain-c8/attestation/os/esx/base-images';
const task = (id: string): string => `GET /cis/tasks/${encodeURIComponent(id)}`;

/** Where a refusal shows: on the call, or in the task that it answers with. */
async function refusalOf(rest: RestBench, request: string, body?: unknown): Promise<unknown> {
  const which = request.includes('/trust-authority-clusters/') ? 'ta-vc' : 'wl-vc';
  const query = `${request}${request.includes('?') ? '&' : '?'}vmw-task=true`;
  const started = await rest.call(which, query, body);
  if (started.status !== 202) return ['call', started.body.error_type];
  return ['task', (await rest.finished(which, started.body as string)).error.error_type];
}

export const wireProofs: Proofs = {
  failedApply: {
    observe: overRest(async (rest) => {
      rest.world.faults.add({ kind: 'boot-old-bank', target: 'esx-1' });
      const { status, result } = await rest.finished('wl-vc', rest.apply(['esx-1']).cisId);
      return [status, result.status.status, result.failed_hosts.length];
    }),
    sees: { 'task-failed': ['FAILED', 'ERROR', 1], 'task-succeeded': ['SUCCEEDED', 'ERROR', 1] },
  },
  validationErrors: {
    /** An operation that the lab's door carries out, one of vLCM, and the import. */
    observe: overRest(async (rest) => [
      await refusalOf(rest, `GET ${images}/8.0.9-1`),
      await refusalOf(rest, `POST /esx/settings/clusters/${rest.cluster().moid}/software?action=check`, {
        commit: '99',
      }),
      await refusalOf(rest, `POST ${images}?action=import-from-imgdb`, btoa('no archive')),
    ]),
    sees: {
      mixed: [
        ['task', 'NOT_FOUND'],
        ['call', 'INVALID_ARGUMENT'],
        ['task', 'INVALID_ARGUMENT'],
      ],
      'on-the-call': [
        ['call', 'NOT_FOUND'],
        ['call', 'INVALID_ARGUMENT'],
        ['call', 'INVALID_ARGUMENT'],
      ],
      'in-the-task': [
        ['task', 'NOT_FOUND'],
        ['task', 'INVALID_ARGUMENT'],
        ['task', 'INVALID_ARGUMENT'],
      ],
    },
  },
  cancelledTask: {
    /** Status and type of error right after it was cancelled, and HTTP status eleven minutes later. */
    observe: overRest(async (rest) => {
      const { cisId, moid } = rest.world.enterMaintenance(rest.host('esx-1'), rest.session(), 0);
      await rest.call('wl-vc', `POST /cis/tasks/${encodeURIComponent(cisId)}?action=cancel`);
      const { status, error } = (await rest.call('wl-vc', task(cisId))).body;
      const vim = rest.vcenter('wl-vc').tasks.get(moid)?.error?.vim;
      rest.minutes(11);
      return [status, error?.error_type, vim, (await rest.call('wl-vc', task(cisId))).status];
    }),
    sees: {
      'failed-with-canceled': ['FAILED', 'CANCELED', 'RequestCanceled', 200],
      'failed-without-error': ['FAILED', undefined, 'RequestCanceled', 200],
      'runs-then-gone': ['RUNNING', undefined, undefined, 404],
    },
  },
  taskOperation: {
    observe: overRest(async (rest) => (await rest.task('ta-vc', `GET ${images}`)).operation),
    sees: { 'with-suffix': 'list$task', bare: 'list' },
  },
  taskError: {
    observe: overRest(async (rest) => typeof (await rest.task('ta-vc', `GET ${images}/8.0.9-1`)).error),
    sees: { object: 'object', text: 'string' },
  },
  taskRetention: {
    observe: inLab((lab) => {
      const { moid } = lab.world.enterMaintenance(lab.host('esx-1'), lab.session(), 0);
      lab.minutes(30);
      return lab.world.task(lab.vcenter('wl-vc'), moid)?.state;
    }),
    sees: { 'as-timed': 'success', 'ten-minutes': undefined },
  },
  taskLocation: {
    observe: overRest(async (rest) => {
      const { headers, body } = await rest.call('ta-vc', `GET ${images}?vmw-task=true`);
      return headers.location?.replace(encodeURIComponent(body as string), 'ID');
    }),
    sees: { absent: undefined, sent: '/api/cis/tasks/ID' },
  },
  unsetFields: {
    observe: overRest(async (rest) => {
      const info = await rest.task('ta-vc', `GET ${images}`);
      return ['error', 'parent'].map((key) => (key in info ? info[key] : 'absent'));
    }),
    sees: { absent: ['absent', 'absent'], null: [null, null] },
  },
  unknownFields: {
    observe: overRest(async (rest) => {
      const body = { filter_spec: { services: ['x'], surprise: 1 } };
      const list = await rest.call('wl-vc', 'POST /cis/tasks?action=list', body);
      const query = await rest.call('wl-vc', 'GET /vcenter/host?surprise=1');
      return [list.status, query.status];
    }),
    sees: { refused: [400, 400], ignored: [200, 200] },
  },
  messageTexts: {
    observe: overRest(async (rest) => {
      const { description } = await rest.task('ta-vc', `GET ${images}`);
      return description.localized;
    }),
    sees: { default: undefined, localized: 'Task list$task' },
  },
  sessionEnd: {
    /** Whether a session lives that was idle for six minutes, and one in use for twelve. */
    observe: inLab((lab) => {
      const idle = lab.session();
      const used = lab.session();
      const isAlive = ({ id }: { id: string }) => lab.world.session(lab.vcenter('wl-vc'), id) !== undefined;
      const seen: boolean[] = [];
      for (let minute = 1; minute <= 12; minute += 1) {
        lab.minutes(1);
        isAlive(used);
        if (minute === 6) seen.push(isAlive(idle));
      }
      return [...seen, isAlive(used)];
    }),
    sees: {
      'as-timed': [true, true],
      'soon-when-idle': [false, true],
      'after-ten-minutes': [true, false],
    },
  },
};
