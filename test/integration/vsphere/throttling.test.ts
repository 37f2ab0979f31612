import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asActivityFailure } from '../../../src/activities/failures.js';
import type { HostRef } from '../../../src/domain/model/inventory.js';
import type { FaultSpec } from '../../../src/lab/faults/rule.js';
import { eventually } from '../../support/eventually.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';

const REST = 'GET /api/appliance/system/version';
const SOAP = 'PropertyCollector.RetrievePropertiesEx';
const WRITE = 'HostSystem.EnterMaintenanceMode_Task';

describe('a vCenter that throttles', () => {
  let bench: LabVSphere;
  let host: HostRef;
  beforeEach(async () => {
    bench = await startLabVSphere({ speed: 600 });
    const [cluster] = await bench.vsphere.hosts.readClusters(bench.wl, ['Prod-A']);
    const ref = cluster?.hosts[0]?.ref;
    if (!ref) throw new Error('no host');
    host = ref;
    await bench.vsphere.appliance.readVersion(bench.wl);
    await bench.vsphere.appliance.readVersion(bench.ta);
  });
  afterEach(() => bench.stop());

  const throttle = (rule: Omit<FaultSpec, 'kind'>) =>
    bench.lab.world.faults.add({ kind: 'throttle', target: 'wl-vc', ...rule });
  const readVersion = () => bench.vsphere.appliance.readVersion(bench.wl);
  const readHost = () => bench.vsphere.hosts.readHost(bench.wl, host);
  const enter = () => bench.vsphere.hosts.enterMaintenance(bench.wl, host);
  const entered = () =>
    bench.lab.world.journal.entries.filter(({ effect }) => effect === 'host.maintenance.requested').length;
  const onTheWire = (): number => [...bench.lab.wire.read()].at(-1)?.seq ?? 0;
  const throttled = { kind: 'passing', errorType: 'THROTTLED' };

  it.each([
    { by: 'the Automation API', operation: REST, status: 429 as const, call: readVersion },
    { by: 'the Automation API', operation: REST, status: 503 as const, call: readVersion },
    { by: 'vim25', operation: SOAP, status: 429 as const, call: readHost },
    { by: 'vim25', operation: SOAP, status: 503 as const, call: readHost },
    { by: 'vim25, a write,', operation: WRITE, status: 429 as const, call: enter },
  ])('by $by with $status: is left alone through both protocols, and no other is', async (row) => {
    const rule = throttle({ operation: row.operation, status: row.status, retryAfter: 300 });
    await expect(row.call()).rejects.toMatchObject({ ...throttled, retryAfterSeconds: 300 });
    expect(rule.fired).toBe(1);
    const before = onTheWire();
    for (const call of [readVersion, readHost, enter, () => bench.vsphere.tasks.listRunning(bench.wl)])
      await expect(call()).rejects.toMatchObject(throttled);
    expect(onTheWire()).toBe(before);
    expect(entered()).toBe(0);
    await expect(bench.vsphere.appliance.readVersion(bench.ta)).resolves.toMatchObject({
      version: expect.any(String),
    });
  });

  it('a write that it refused is attempted again when the time is over, and done once', async () => {
    throttle({ operation: WRITE, retryAfter: 1 });
    const failure: unknown = asActivityFailure(await enter().catch((error: unknown) => error));
    expect(failure).toMatchObject({ nonRetryable: false, nextRetryDelay: expect.anything() });
    expect(entered()).toBe(0);
    await eventually('the end of the silence', () => enter().then(Boolean, () => false));
    expect(entered()).toBe(1);
  });

  it('one that throttles again is left alone again', async () => {
    const rule = throttle({ operation: REST, retryAfter: 1, count: 2 });
    const read = () => readVersion().then(Boolean, () => false);
    await eventually('an answer', read);
    expect(rule.fired).toBe(2);
  });
});
