import { describe, expect, it } from '@jest/globals';
import { restOperationOf, restOperations } from '../../../src/vsphere/rest/operations.js';

const base =
  '/vcenter/trusted-infrastructure/trust-authority-clusters/domain-c8/attestation/os/esx/base-images';

describe('the table of operations', () => {
  it('finds an operation by method, path, action and task', () => {
    const found = restOperationOf({
      method: 'POST',
      path: base,
      query: { action: 'import-from-imgdb', 'vmw-task': true },
    });
    expect(found).toMatchObject({ isTask: true, isRead: false, action: 'import-from-imgdb' });
  });

  it.each([
    ['another method', { method: 'PUT', path: `${base}/8.0.3`, query: { 'vmw-task': true } }],
    ['an action it does not have', { method: 'GET', path: '/appliance/update', query: { action: 'cancel' } }],
    ['a task operation without a task', { method: 'GET', path: base }],
    ['a plain call as a task', { method: 'GET', path: '/appliance/update', query: { 'vmw-task': true } }],
    ['a variable with a slash', { method: 'GET', path: '/cis/tasks/a/b' }],
  ] as const)('knows nothing of %s', (_, request) => {
    expect(restOperationOf(request)).toBeUndefined();
  });

  it('takes the literal path before the one with a variable', () => {
    const found = restOperationOf({ method: 'GET', path: '/appliance/recovery/backup/job/details' });
    expect(found?.path).toBe('/appliance/recovery/backup/job/details');
  });

  it('has each operation once, and every verb other than GET among the reads on purpose', () => {
    const names = restOperations.map(({ method, path, action }) => `${method} ${path} ${action ?? ''}`);
    expect(new Set(names).size).toBe(names.length);
    const reading = restOperations.filter(({ method, isRead }) => isRead && method !== 'GET');
    expect(reading.map(({ method, path, action }) => `${method} ${path} ${action ?? ''}`.trim())).toEqual([
      'POST /session',
      'DELETE /session',
      'POST /cis/tasks list',
      expect.stringMatching(/consumer-principals query$/),
      'POST /vcenter/trusted-infrastructure/trust-authority-hosts/attestation',
      'POST /vcenter/trusted-infrastructure/trust-authority-hosts/kms query',
      'POST /vcenter/trusted-infrastructure/attestation/services query',
      'POST /vcenter/trusted-infrastructure/kms/services query',
      'POST /vcenter/trusted-infrastructure/trusted-clusters/{cluster}/attestation/services query',
      'POST /vcenter/trusted-infrastructure/trusted-clusters/{cluster}/kms/services query',
    ]);
  });
});
