import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { restRoutes } from '../../../../src/lab/rest/index.js';
import { eventually } from '../../../support/eventually.js';
import { NEW_IMAGE, OLD } from '../../../support/lab-world.js';
import { RestBench } from '../../../support/lab-rest.js';

const reads = restRoutes.filter(({ method, path }) => method === 'GET' && path !== '/api/cis/tasks/{task}');

const UPDATE = '8.0.3.00400';

/** Of which the lab has nothing; every other read finds what was put there. */
const empty = ['/api/appliance/recovery/reconciliation/job', '/software/drafts/{draft}/software/add-on'];

/** Query parameters that an operation cannot do without, by the end of its path. */
const queries: Readonly<Record<string, string>> = {
  '/update/pending': '?source_type=LAST_CHECK',
  '/attestation/services-applied-config': '?hostname=ta-1',
  '/kms/services-applied-config': '?hostname=ta-1',
};

describe('every read of the lab is answered, so that its answer can be compared with the bindings', () => {
  let bench: RestBench;
  let backup = '';
  let draft = '';
  beforeAll(async () => {
    bench = await RestBench.start({
      cluster: { vms: [{ name: 'vm-1', host: 'esx-1' }] },
      updates: [{ version: UPDATE, name: 'VC-8.0U3d', build: '24322831' }],
    });
    // The newest release has every read.
    Object.assign(bench.vcenter('wl-vc'), {
      version: '8.0.3.00000',
      build: '24022515',
      apiVersion: '8.0.3.0',
    });
    bench.apply(['esx-1']);
    bench.minutes(60);
    for (const { ta } of bench.vcenter('ta-vc').hosts.values()) {
      ta?.caCertificates.set('ca-1', { chain: ['pem'] });
      ta?.endorsementKeys.set('ek-1', { publicKey: 'pem' });
    }
    const servers = [{ name: 'kms-1', address: { hostname: 'kms-1.example.com', port: 5696 } }];
    const key_server = { type: 'KMIP', kmip_server: { servers } };
    const provider = { provider: 'kp-1', master_key_id: 'key-1', key_server };
    await bench.task('ta-vc', `POST ${authority()}/kms/providers`, provider);
    const job = { parts: ['common'], location_type: 'SFTP', location: 'sftp://backup.example.com/vc' };
    backup = (await bench.call('wl-vc', 'POST /appliance/recovery/backup/job', job)).body.id;
    const cluster = `/esx/settings/clusters/${bench.cluster().moid}`;
    await bench.task('wl-vc', `POST ${cluster}/software?action=check`, {});
    await bench.task('wl-vc', `POST ${cluster}/software/reports/hardware-compatibility?action=check`);
    draft = (await bench.call('wl-vc', `POST ${cluster}/software/drafts`)).body;
    await bench.call('wl-vc', `POST /appliance/update/pending/${UPDATE}?action=stage`);
    await eventually('the update is staged', async () => {
      bench.minutes(1);
      return (await bench.call('wl-vc', 'GET /appliance/update/staged')).status === 200;
    });
  });
  afterAll(() => bench.stop());

  it.each(reads.map(({ path, task }) => [path, task !== undefined] as const))('%s', async (path, isTask) => {
    const which = path.includes('/trust-authority-') ? 'ta-vc' : 'wl-vc';
    const request = `GET ${filled(path)}`;
    const { status, state } = isTask
      ? { status: 200, state: (await bench.task(which, request)).status }
      : { ...(await bench.call(which, request)), state: 'SUCCEEDED' };
    expect([status, state]).toEqual([empty.some((end) => path.endsWith(end)) ? 404 : 200, 'SUCCEEDED']);
  });

  const authority = () =>
    `/vcenter/trusted-infrastructure/trust-authority-clusters/${bench.cluster('TA').moid}`;

  /** The path with something that is there in the place of each variable, and the query that it needs. */
  function filled(path: string): string {
    const isAuthority = path.includes('/trust-authority-');
    const ta = bench.host('ta-1').ta;
    const service = path.includes('/kms/') ? 'kms' : 'attestation';
    const services = [...bench.vcenter('wl-vc').taServices.values()];
    const values: Readonly<Record<string, string | undefined>> = {
      cluster: bench.cluster(isAuthority ? 'TA' : 'Prod').moid,
      host: bench.host(isAuthority ? 'ta-1' : 'esx-1').moid,
      version: path.includes('/update/') ? UPDATE : path.includes('/attestation/') ? OLD : NEW_IMAGE,
      name: path.includes('/ca-certificates/') ? 'ca-1' : 'ek-1',
      profile: [...(ta?.principals.keys() ?? [])][0],
      provider: 'kp-1',
      service: services.find(({ kind }) => kind === service)?.id,
      tpm: 'tpm-0',
      key: 'ek-rsa',
      vm: [...bench.vcenter('wl-vc').vms.keys()][0],
      item: 'system',
      id: backup,
      commit: bench.cluster().commits.at(-1)?.id,
      draft,
    };
    const filledIn = path
      .replace('/api', '')
      .replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? `no-${name}`));
    const query = Object.entries(queries).find(([end]) => path.endsWith(end))?.[1] ?? '';
    return filledIn + query;
  }
});
