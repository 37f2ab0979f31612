import { expect, it } from '@jest/globals';
import { describeWithPeer } from '../support/peers.js';
import { vcsimBench } from '../support/vcsim-bench.js';
import { hostRefs } from '../support/vim-calls.js';

describeWithPeer('vcsim', 'our vim25 client and vcsim: faults by name', (path) => {
  const bench = vcsimBench(path);

  it.each`
    fault                      | kind
    ${'NoPermission'}          | ${'refused'}
    ${'RestrictedVersion'}     | ${'refused'}
    ${'InvalidState'}          | ${'state'}
    ${'ResourceInUse'}         | ${'state'}
    ${'MethodDisabled'}        | ${'state'}
    ${'InvalidArgument'}       | ${'invalid'}
    ${'InvalidRequest'}        | ${'invalid'}
    ${'NotSupported'}          | ${'invalid'}
    ${'ManagedObjectNotFound'} | ${'not-found'}
    ${'TaskInProgress'}        | ${'passing'}
    ${'ConcurrentAccess'}      | ${'passing'}
    ${'HostCommunication'}     | ${'passing'}
    ${'HostNotConnected'}      | ${'passing'}
    ${'HostNotReachable'}      | ${'passing'}
    ${'HostConnectFault'}      | ${'passing'}
    ${'RequestCanceled'}       | ${'passing'}
    ${'Timedout'}              | ${'passing'}
    ${'SystemError'}           | ${'passing'}
  `('$fault is $kind, keeps its name and is asked for once', async ({ fault, kind }) => {
    const { vsphere, vcenter, soap } = bench.clients;
    const [host] = await hostRefs(soap);
    const method = 'ExitMaintenanceMode_Task';
    await bench.vcsim.fault({
      method,
      type: String(fault),
      message: `because of a <${fault}> & more`,
      count: 1,
    });
    const calls = await bench.vcsim.during(async () => {
      await expect(vsphere.hosts.exitMaintenance(vcenter, host!)).rejects.toMatchObject({
        kind,
        errorType: fault,
        operation: `HostSystem.${method}`,
        server: 'vcsim',
        status: 500,
        message: `vcsim: HostSystem.${method}: ${fault}: because of a <${fault}> & more`,
      });
    });
    expect(calls.filter((call) => call.method === method)).toHaveLength(1);
    // The rule is used up, and the client no worse for it.
    await expect(vsphere.hosts.exitMaintenance(vcenter, host!)).resolves.toMatchObject({ kind: 'vim' });
  });

  it('a fault without a text is told by its name', async () => {
    const { vsphere, vcenter, soap } = bench.clients;
    const [host] = await hostRefs(soap);
    // Two, for the repetition after the new login meets it too.
    await bench.vcsim.fault({ method: 'CurrentTime', type: 'NotAuthenticated', count: 2 });
    const read = vsphere.hosts.readHost(vcenter, host!);
    await expect(read).rejects.toMatchObject({ kind: 'refused', errorType: 'NotAuthenticated' });
    await expect(vsphere.hosts.readHost(vcenter, host!)).resolves.toMatchObject({ ref: host });
  });
});
