import { describe, expect, it } from '@jest/globals';
import { knownOperations, operationsFor } from '../../../../src/lab/exchange/known-operations.js';
import { isOrder } from '../../../../src/lab/exchange/operations.js';

describe('operations that faults and traps can name', () => {
  it.each([
    ['POST /api/esx/settings/clusters/domain-c8/software?action=apply', 1],
    ['*?action=apply', 1],
    ['HostSystem.RebootHost_Task', 1],
    ['GET /boot_imgdb.tgz', 1],
    ['GET /api/cis/tasks/any:thing', 1],
    ['POST /api/cis/tasks/*?action=cancel', 1],
    ['HostSystem.Explode', 0],
    ['POST /api/esx/settings/clusters/*?action=explode', 0],
    ['GET /api/cis', 0],
  ])('%s stands for %i of them', (pattern, count) => {
    expect(operationsFor(pattern)).toHaveLength(count);
  });

  it('are all named by a star', () => {
    expect(operationsFor('*')).toEqual(knownOperations);
  });
});

describe('an order', () => {
  const orders = knownOperations.filter(isOrder);

  it('is what changes the estate', () => {
    for (const operation of [
      'HostSystem.EnterMaintenanceMode_Task',
      'HostServiceSystem.StopService',
      'Task.CancelTask',
      'POST /api/esx/settings/clusters/{cluster}/software?action=apply',
      'POST /api/esx/settings/clusters/{cluster}/software/drafts',
      'PUT /api/esx/settings/clusters/{cluster}/policies/apply',
      'POST /api/appliance/recovery/backup/job',
      'POST /api/appliance/update/pending/{version}?action=install',
    ]) {
      expect(orders).toContain(operation);
    }
  });

  it('is no read, no login, and nothing that a client makes to read with', () => {
    const reading = /^GET |^(?:PropertyCollector|ContainerView|ViewManager|SessionManager|ServiceInstance)\./;
    expect(orders.filter((operation) => reading.test(operation))).toEqual([]);
    expect(orders.filter((operation) => /Fetch|Query|session|action=(?:list|scan)/.test(operation))).toEqual(
      [],
    );
  });
});
