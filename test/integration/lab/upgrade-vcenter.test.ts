import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLab, type RunningLab } from '../../../src/lab/index.js';
import { generateTopology } from '../../../src/lab/topology/generate.js';
import { eventually } from '../../support/eventually.js';

let lab: RunningLab;
beforeAll(async () => {
  const topology = generateTopology({ clusters: 1, hostsPerCluster: 1, seed: 1, release: '7.0.3' });
  lab = await startLab({ topology, seed: 1, speed: 1, paused: true });
});
afterAll(() => lab.stop());

async function upgrade(vcenter: string, body: unknown): Promise<{ status: number; json: any }> {
  const answer = await fetch(`${lab.control}/lab/vcenters/${vcenter}/upgrade`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return { status: answer.status, json: await answer.json() };
}

/** SHA-256 thumbprint of the certificate that a vCenter shows. */
const thumbprint = (name: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const port = Number(new URL(lab.vcenters.find((it) => it.name === name)?.url ?? '').port);
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? '');
      socket.destroy();
    });
    // While it restarts there is nobody.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'ECONNREFUSED' ? resolve('') : reject(error),
    );
  });

describe('POST /lab/vcenters/{name}/upgrade', () => {
  it.each`
    vcenter    | body                                       | status | says
    ${'nope'}  | ${{ version: '8.0.3.00000' }}              | ${404} | ${{ vcenters: ['ta-vc', 'wl-vc'] }}
    ${'wl-vc'} | ${{ version: 'eight' }}                    | ${400} | ${{ mistakes: [{ field: 'version', problem: 'allowed: a vCenter version such as 8.0.3.00000' }] }}
    ${'wl-vc'} | ${{ version: '8.0.3.00000', builds: '1' }} | ${400} | ${{ mistakes: [{ field: '(body)', problem: 'unknown: builds' }] }}
    ${'wl-vc'} | ${{ version: '8.0.3.00900' }}              | ${400} | ${{ mistakes: [{ field: 'build', problem: 'needed: the lab does not know the build of 8.0.3.00900' }] }}
    ${'wl-vc'} | ${{ version: '7.0.1.00000' }}              | ${409} | ${{ error: 'wl-vc runs 7.0.3.01700; 7.0.1.00000 is not newer.' }}
  `('$vcenter $body: $status', async ({ vcenter, body, status, says }: any) => {
    const answer = await upgrade(vcenter, body);
    expect([answer.status, answer.json]).toEqual([status, expect.objectContaining(says)]);
  });

  it('a reduced downtime upgrade is offered from 8.0 to 8.0 U2 and later only', async () => {
    expect(await upgrade('wl-vc', { version: '8.0.3.00000', way: 'reduced-downtime' })).toEqual({
      status: 409,
      json: { error: 'The lifecycle plug-in of wl-vc offers no way from 7.0.3.01700 to 8.0.3.00000.' },
    });
  });

  it('starts one, which keeps the certificate unless another is asked for', async () => {
    const pinned = new Map(lab.vcenters.map(({ name, thumbprint: pin }) => [name, pin]));
    expect(await upgrade('ta-vc', { version: '8.0.3.00000' })).toEqual({
      status: 202,
      json: { vcenter: 'ta-vc', from: '7.0.3.01700', version: '8.0.3.00000', build: '24022515' },
    });
    expect((await upgrade('wl-vc', { version: '8.0.3.00000', changesCertificate: true })).status).toBe(202);
    lab.world.clock.step(3 * 3600);
    expect(lab.world.vcenters.get('ta-vc')?.version).toBe('8.0.3.00000');
    await eventually('the same certificate', async () => (await thumbprint('ta-vc')) === pinned.get('ta-vc'));
    await eventually(
      'another certificate',
      async () => ![pinned.get('wl-vc'), ''].includes(await thumbprint('wl-vc')),
    );
  });
});
