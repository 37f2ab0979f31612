import { expect, it } from '@jest/globals';
import { readClusterInventory } from '../../src/vsphere/soap/inventory.js';
import { element, ref, value } from '../../src/vsphere/soap/write-xml.js';
import { childrenOf, textAt } from '../../src/vsphere/soap/xml-node.js';
import { describeWithPeer } from '../support/peers.js';
import { vcsimBench } from '../support/vcsim-bench.js';
import { hostOf, hostRefs, inContainerView, invoke, postEvent } from '../support/vim-calls.js';

const quick = 'esx.audit.host.quickboot.reason.user';
const full = 'esx.audit.host.reboot.reason.user';

describeWithPeer('vcsim', 'our vim25 client and vcsim: events', (path) => {
  // vcsim's hosts have booted when it started, and its events happen now: near enough to each other.
  const bench = vcsimBench(path, { hosts: 6 });
  const host = async (index: number) => (await hostRefs(bench.clients.soap))[index]!;

  it.each`
    kind         | index | events
    ${'quick'}   | ${0}  | ${[quick]}
    ${'full'}    | ${1}  | ${[full]}
    ${'unknown'} | ${2}  | ${[]}
    ${'unknown'} | ${3}  | ${[quick, full]}
    ${'unknown'} | ${4}  | ${['esx.audit.host.boot', 'com.vmware.vc.TaHostAttestFailEvent']}
  `('row 22: after $events the boot was $kind', async ({ kind, index, events }) => {
    const { vsphere, vcenter, soap } = bench.clients;
    const one = await host(index as number);
    for (const event of events as string[]) await postEvent(soap, one, event);
    expect((await vsphere.hosts.readHost(vcenter, one)).boot).toMatchObject({ type: kind });
    // One question for the whole cluster gives the same answer.
    const clusters = await inContainerView(soap, 'ClusterComputeResource');
    const pass = await readClusterInventory(
      soap,
      clusters.map(({ value }) => value),
    );
    const wanted = (events as string[]).filter((id) => id === quick || id === full);
    expect(
      pass.bootEvents
        .get(one.moid)
        ?.map(({ id }) => id)
        .toSorted(),
    ).toEqual(wanted.toSorted());
  });

  it('row 22: an event of an earlier boot says nothing about a later one', async () => {
    const { vsphere, vcenter, soap } = bench.clients;
    const one = await host(5);
    await postEvent(soap, one, full);
    const { bootTime } = await vsphere.hosts.readHost(vcenter, one);
    await expect(vsphere.hosts.readBootEvidence(vcenter, one, bootTime!)).resolves.toMatchObject({
      type: 'full',
      source: 'event',
      event: full,
    });
    const tomorrow = new Date(Date.parse(bootTime!) + 86_400_000).toISOString();
    await expect(vsphere.hosts.readBootEvidence(vcenter, one, tomorrow)).resolves.toMatchObject({
      type: 'unknown',
    });
  });

  it('row 22: events of attestation come back by name and time', async () => {
    const { soap } = bench.clients;
    const [one, manager] = [await host(4), { type: 'EventManager', value: 'EventManager' }];
    const id = 'com.vmware.vc.TaHostAttestFailEvent';
    const since = (time: number) =>
      invoke(soap, manager, 'QueryEvents', [
        element('filter', [
          element('entity', [ref('entity', hostOf(one)), value('recursion', 'self')]),
          element('time', [value('beginTime', new Date(time).toISOString())]),
          value('eventTypeId', id),
        ]),
      ]);
    await postEvent(soap, one, id);
    const found = childrenOf(await since(Date.now() - 60_000), 'returnval');
    expect(found.length).toBeGreaterThan(0);
    for (const event of found) {
      expect(textAt(event, 'eventTypeId')).toBe(id);
      expect(textAt(event, 'host.host')).toBe(one.moid);
    }
    expect(childrenOf(await since(Date.now() + 60_000), 'returnval')).toEqual([]);
  });
});
