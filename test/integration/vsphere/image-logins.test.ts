import { afterEach, describe, expect, it } from '@jest/globals';
import type { Assumptions } from '../../../src/lab/topology/assumptions.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';

let bench: LabVSphere | undefined;
afterEach(async () => {
  await bench?.stop();
  bench = undefined;
});

/** Downloads from a lab whose hosts let in who comes this way. */
async function download(imageDownload: Assumptions['imageDownload'], credential?: string) {
  bench = await startLabVSphere({ assumptions: { imageDownload } });
  const { hosts } = bench.vsphere;
  const [cluster] = await hosts.readClusters(bench.wl, ['Prod-A']);
  const [host] = cluster?.hosts ?? [];
  if (!host) throw new Error('no host');
  const access = { ...bench.hostAccess, ...(credential === undefined ? {} : { credential }) };
  return hosts.downloadImageDatabase(host, access, { vcenter: bench.wl });
}

describe('IMG-3: the image database, whatever opens it', () => {
  it.each<Assumptions['imageDownload']>([
    'login-or-ticket',
    'nothing-needed',
    'basic-login',
    'session-cookie',
    'ticket',
  ])('%s', async (way) => {
    expect((await download(way)).bytes.length).toBeGreaterThan(300_000);
  });

  it('a ticket does without a login of the host that is right', async () => {
    expect((await download('ticket', 'wl-vc')).bytes.length).toBeGreaterThan(300_000);
  });

  it('when nothing opens it, the error names every way that was tried, and no secret', async () => {
    const refusal = await download('refused').catch((error: unknown) => error as Error);
    expect(refusal).toMatchObject({ kind: 'refused' });
    const { message } = refusal as Error;
    expect(message).toMatch(/HTTP Basic: 403; session of the host: 403; ticket of vCenter: 403/);
    for (const secret of bench?.secrets() ?? []) expect(message).not.toContain(secret);
  });

  it('leaves no session behind on the host', async () => {
    await download('session-cookie');
    const name = [...(bench?.vcenter('wl-vc').hosts.values() ?? [])][0]?.name ?? '';
    const log = [...(bench?.lab.wire.read() ?? [])].filter(({ vcenter }) => vcenter === name);
    const methods = log.map(({ requestBody }) => (requestBody as { method?: string } | undefined)?.method);
    expect(methods.filter((method) => method === 'Login' || method === 'Logout')).toEqual([
      'Login',
      'Logout',
    ]);
  });
});
