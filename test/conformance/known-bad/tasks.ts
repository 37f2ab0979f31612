import { row } from './row.js';

const TI =
  'com.vmware.vcenter.trusted_infrastructure.trust_authority_clusters.attestation.os.esx.base_images';

export const badTasks = [
  row('plain answer where a task is due', 'images asked', { status: 200, responseBody: [] }, [
    'wrong-status',
    'response.status',
    `${TI}.list answers 202 and the ID of its task, found 200`,
  ]),
  row(
    'task where a plain answer is due',
    'clusters',
    { status: 202, responseBody: '52f9f1b0-160a-25fe-fd1e-e7526df80e0d:com.vmware.vcenter.cluster' },
    ['wrong-status', 'response.status', 'com.vmware.vcenter.cluster.list answers 200, found 202'],
  ),
  row('task ID in an object', 'images asked', { responseBody: { task: '52f9f1b0' } }, [
    'wrong-type',
    'response.body',
    'is no id: {"task":"52f9f1b0"}',
  ]),
  row('200 where something was made', 'draft made', { status: 200 }, [
    'wrong-status',
    'response.status',
    'com.vmware.esx.settings.clusters.software.drafts.create answers 201, found 200',
  ]),
  row('answer where nothing is due', 'logout', { responseBody: {} }, [
    'unexpected-body',
    'response.body',
    'nothing is due, found {}',
  ]),
  row('RUNNING without progress', 'images running', { 'responseBody/progress': undefined }, [
    'union',
    'response.body/progress',
    'must be there when status is "RUNNING"',
  ]),
  row('RUNNING with an end', 'images running', { 'responseBody/end_time': '2024-05-01T10:11:12Z' }, [
    'union',
    'response.body/end_time',
    'must not be there when status is "RUNNING"',
  ]),
  row('SUCCEEDED without a result', 'commit ended', { 'responseBody/result': undefined }, [
    'task',
    'response.body/result',
    'is missing; com.vmware.esx.settings.clusters.software.drafts.commit ends with id',
  ]),
  row('result of another shape', 'images read', { 'responseBody/result/0': '8.0.2-0.0.22380479' }, [
    'wrong-type',
    'response.body/result/0',
    'is no object: "8.0.2-0.0.22380479"',
  ]),
  row('wrong enum in a result', 'images read', { 'responseBody/result/0/health': 'GREEN' }, [
    'wrong-value',
    'response.body/result/0/health',
    '"GREEN" is none of ERROR, NONE, OK, WARNING',
  ]),
  row('task of another operation', 'images read', { 'responseBody/operation': 'get$task' }, [
    'task',
    'response.body/operation',
    `is ${TI}.get; ${TI}.list started it`,
  ]),
  row('progress that goes back', 'images running', { 'responseBody/progress/completed': -1 }, [
    'task',
    'response.body/progress/completed',
    'went back from 0 to -1',
  ]),
  row(
    'result where the caller wanted none',
    'commit ended',
    { path: (was: string) => `${was}?exclude_result=true` },
    ['task', 'response.body/result', 'was asked to be left out'],
  ),
  row('FAILED without a reason', 'import failed', { 'responseBody/error': undefined }, [
    'task',
    'response.body',
    'FAILED without error and without result',
  ]),
  row(
    'FAILED with an undeclared error',
    'import failed',
    { 'responseBody/error/error_type': 'RESOURCE_BUSY' },
    [
      'undeclared-error',
      'response.body/error/error_type',
      `RESOURCE_BUSY is not declared by ${TI}.import_from_imgdb`,
    ],
  ),
  row('list of tasks with one that is none', 'tasks listed', { 'responseBody/x': 'RUNNING' }, [
    'wrong-type',
    'response.body/x',
    'is no object: "RUNNING"',
  ]),
];
