import { expect } from '@jest/globals';
import { row } from './row.js';

export const badRequests = [
  row('unknown path', 'clusters', { path: '/api/vcenter/clusters' }, [
    'unknown-path',
    'request.path',
    'there is nothing at /vcenter/clusters',
  ]),
  row('wrong method', 'clusters', { method: 'POST' }, [
    'unknown-operation',
    'request.path',
    'there is no POST /vcenter/cluster',
  ]),
  row('wrong action', 'precheck', { path: '/api/appliance/update/pending/9.0.0?action=pre-check' }, [
    'unknown-operation',
    'request.path',
    'there is no POST /appliance/update/pending/9.0.0?action=pre-check',
  ]),
  row(
    'a task operation without vmw-task=true',
    'images asked',
    { path: (was: string) => was.replace('?vmw-task=true', '') },
    [
      'only-as-task',
      'request.path',
      expect.stringMatching(/^GET .*\/base-images exists with vmw-task=true only$/),
    ],
  ),
  row('vmw-task=true where no task is', 'clusters', { path: '/api/vcenter/cluster?vmw-task=true' }, [
    'not-a-task',
    'request.path',
    'GET /vcenter/cluster is no task operation',
  ]),
  row('missing query parameter', 'pending', { path: '/api/appliance/update/pending' }, [
    'missing-parameter',
    'request.query/source_type',
    'is required',
  ]),
  row('unknown query parameter', 'clusters', { path: '/api/vcenter/cluster?name=Prod-A' }, [
    'unknown-parameter',
    'request.query/name',
    'is no parameter of the operation',
  ]),
  row(
    'query parameter of the wrong type',
    'pending',
    { path: '/api/appliance/update/pending?source_type=LOCAL&enable_list_major_upgrade_versions=1' },
    ['wrong-type', 'request.query/enable_list_major_upgrade_versions', 'is no bool: "1"'],
  ),
  row(
    'query parameter with a wrong value',
    'pending',
    { path: '/api/appliance/update/pending?source_type=ONLINE' },
    ['wrong-value', 'request.query/source_type', '"ONLINE" is none of LAST_CHECK, LOCAL, LOCAL_AND_ONLINE'],
  ),
  row(
    'one value given twice',
    'pending',
    { path: '/api/appliance/update/pending?source_type=LOCAL&source_type=LAST_CHECK' },
    ['wrong-value', 'request.query/source_type', 'comes 2 times'],
  ),
  row('missing field of a request', 'image set', { 'requestBody/version': undefined }, [
    'missing-field',
    'request.body/version',
    'is required',
  ]),
  row('misspelt field of a request', 'policy written', { 'requestBody/enforce_quick_boot': true }, [
    'unknown-field',
    'request.body/enforce_quick_boot',
    'is no field of this structure',
  ]),
  row('wrong type in a request', 'policy written', { 'requestBody/enable_quick_boot': 'false' }, [
    'wrong-type',
    'request.body/enable_quick_boot',
    'is no bool: "false"',
  ]),
  row(
    'wrong enum in a request',
    'policy written',
    { 'requestBody/pre_remediation_power_action': 'SHUT_DOWN' },
    [
      'wrong-value',
      'request.body/pre_remediation_power_action',
      '"SHUT_DOWN" is none of DO_NOT_CHANGE_VMS_POWER_STATE, POWER_OFF_VMS, SUSPEND_VMS, SUSPEND_VMS_TO_MEMORY',
    ],
  ),
  row(
    'union field of a request that its discriminant needs',
    'policy written',
    { 'requestBody/failure_action': { action: 'RETRY', retry_count: 3 } },
    ['union', 'request.body/failure_action/retry_delay', 'must be there when action is "RETRY"'],
  ),
  row(
    'field that this release does not know',
    'policy written',
    { 'requestBody/enforce_quick_patch': true },
    ['later-release', 'request.body/enforce_quick_patch', 'came in 8.0.3, this vCenter has 8.0.2.00000'],
  ),
  row('body where none is due', 'draft made', { requestBody: { name: 'mine' } }, [
    'unexpected-body',
    'request.body',
    'the operation takes no body: {"name":"mine"}',
  ]),
  row('no body where one is due', 'image set', { requestBody: null }, [
    'missing-field',
    'request.body',
    'is required',
  ]),
];
