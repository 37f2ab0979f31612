import { imageDatabaseOf } from '../../../../src/lab/world/image-database.js';
import type { LabTask } from '../../../../src/lab/world/model.js';
import { NEW, NEW_IMAGE } from '../../../support/lab-world.js';
import type { LabBench } from '../../../support/lab-world.js';
import { inLab, overRest, overSoap } from './proof.js';
import type { Proofs } from './proof.js';

const ti = '/vcenter/trusted-infrastructure';
const away = [{ name: 'ta-1' }, { name: 'ta-2', connection: 'disconnected' as const }];

async function startImport(lab: LabBench): Promise<LabTask> {
  const imgdb = imageDatabaseOf(NEW);
  return lab.world.importImage(lab.cluster('TA'), lab.session('ta-vc'), imgdb);
}
const health = (lab: LabBench): string =>
  lab.world.taHealth(lab.cluster('TA'), { kind: 'image', key: NEW }).health;

export const authorityProofs: Proofs = {
  baseImageId: {
    observe: overRest(async (rest) => {
      await startImport(rest);
      rest.minutes(10);
      const base = `${ti}/trust-authority-clusters/domain-c8/attestation/os/esx/base-images`;
      const { result } = await rest.task('ta-vc', `GET ${base}`);
      const id = result.at(-1).version as string;
      const info = await rest.task('ta-vc', `GET ${base}/${encodeURIComponent(id)}`);
      return [id, info.result.health];
    }),
    sees: {
      'release-form': [NEW_IMAGE, 'OK'],
      'patch-form': ['8.0.3-0.35.24022510', 'OK'],
      'display-form': [`ESXi ${NEW}`, 'OK'],
    },
  },
  healthAfterChange: {
    /** Right after the import, after a minute, and after half an hour. */
    observe: inLab(async (lab) => {
      const task = await startImport(lab);
      while (task.endedAt === undefined) lab.world.clock.step(1);
      const seen = [health(lab)];
      lab.minutes(1);
      seen.push(health(lab));
      lab.minutes(29);
      return [...seen, health(lab)];
    }),
    sees: {
      'as-timed': ['NONE', 'OK', 'OK'],
      'at-once': ['OK', 'OK', 'OK'],
      late: ['NONE', 'NONE', 'OK'],
      'warning-between': ['NONE', 'WARNING', 'OK'],
    },
  },
  importWithAbsentHost: {
    observe: inLab(
      async (lab) => {
        const task = await startImport(lab);
        lab.minutes(10);
        return [task.state, lab.host('ta-1').ta?.images.has(NEW)];
      },
      { taHosts: away },
    ),
    sees: { 'reaches-the-others': ['success', true], fails: ['error', false] },
  },
  absentHostInQueries: {
    observe: overRest(
      async (rest) => {
        const { status, body } = await rest.call('ta-vc', `POST ${ti}/trust-authority-hosts/attestation`, {});
        return status === 200 ? body.length : body.error_type;
      },
      { taHosts: away },
    ),
    sees: { listed: 2, 'left-out': 1, fails: 'ERROR' },
  },
  hostServices: {
    observe: overSoap(async (soap) => {
      const { config } = await soap.hostProperties('esx-1', 'config');
      const listed = config?.children['service']?.[0]?.children['service'] ?? [];
      const keys = listed.map((service) => service.children['key']?.[0]?.text ?? '');
      const manager = `HostServiceSystem:serviceSystem-${soap.lab.host('esx-1').moid.split('-')[1]}`;
      const restart = await soap.call('RestartService', manager, '<id>kmxa</id>');
      return [keys.filter((key) => /^(attestd|kmx)/.test(key)), restart.fault];
    }),
    sees: {
      all: [['attestd', 'kmxd', 'kmxa'], undefined],
      'without-kmxa': [['attestd', 'kmxd'], 'NotFound'],
      none: [[], 'NotFound'],
    },
  },
  removedCalls: {
    observe: overRest(async (rest) => {
      rest.vcenter('ta-vc').apiVersion = '9.0.0.0';
      const { status, body } = await rest.call('ta-vc', `GET ${ti}/trust-authority-clusters`);
      return [status, body.error_type];
    }),
    sees: {
      unsupported: [400, 'UNSUPPORTED'],
      'not-found': [404, 'OPERATION_NOT_FOUND'],
      unavailable: [503, 'SERVICE_UNAVAILABLE'],
    },
  },
  authorityImages: {
    observe: overRest(async (rest) => {
      const path = '/esx/settings/clusters/domain-c8/enablement/software';
      const { body } = await rest.call('ta-vc', `GET ${path}`);
      if (body.enabled === true) return 'enabled';
      const check = await rest.task('ta-vc', `POST ${path}?action=check`, {});
      const enabling = await rest.task('ta-vc', `PUT ${path}`, { skip_software_check: true });
      return [check.result.notifications.VERSION.errors.length, enabling.error.error_type];
    }),
    sees: { supported: 'enabled', refused: [1, 'ERROR'] },
  },
};
