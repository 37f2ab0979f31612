import { expect } from '@jest/globals';
import { row } from './row.js';

export const badAnswers = [
  row('missing field of an answer', 'clusters', { 'responseBody/0/drs_enabled': null }, [
    'missing-field',
    'response.body/0/drs_enabled',
    'is required',
  ]),
  row(
    'misspelt field of an answer',
    'clusters',
    { 'responseBody/0/name': undefined, 'responseBody/0/Name': 'Prod-A' },
    ['unknown-field', 'response.body/0/Name', 'is no field of this structure'],
    ['missing-field', 'response.body/0/name', 'is required'],
  ),
  row('wrong type in an answer', 'pending', { 'responseBody/0/size': '8400' }, [
    'wrong-type',
    'response.body/0/size',
    'is no int: "8400"',
  ]),
  row('time that is none', 'pending', { 'responseBody/0/release_date': '2024-06-25' }, [
    'wrong-type',
    'response.body/0/release_date',
    'is no dt: "2024-06-25"',
  ]),
  row('object where a list is due', 'clusters', { responseBody: { value: [] } }, [
    'wrong-type',
    'response.body',
    'is no list: {"value":[]}',
  ]),
  row('wrong enum in an answer', 'pending', { 'responseBody/0/severity': 'HIGH' }, [
    'wrong-value',
    'response.body/0/severity',
    '"HIGH" is none of CRITICAL, IMPORTANT, LOW, MODERATE',
  ]),
  row(
    'union field of an answer without its discriminant’s value',
    'effective policy',
    { 'responseBody/failure_action/action': 'FAIL' },
    ['union', 'response.body/failure_action/retry_count', 'must not be there when action is "FAIL"'],
    ['union', 'response.body/failure_action/retry_delay', 'must not be there when action is "FAIL"'],
  ),
  row(
    'answer with a field of a later release',
    'configured policy',
    { 'responseBody/enforce_quick_patch': true },
    ['later-release', 'response.body/enforce_quick_patch', 'came in 8.0.3, this vCenter has 8.0.2.00000'],
  ),
  row('undeclared error', 'precheck', { status: 500, 'responseBody/error_type': 'RESOURCE_BUSY' }, [
    'undeclared-error',
    'response.body/error_type',
    'RESOURCE_BUSY is not declared by com.vmware.appliance.update.pending.precheck',
  ]),
  row('error with the status of another', 'precheck', { status: 400 }, [
    'error-status',
    'response.status',
    'NOT_FOUND comes with 404, found 400',
  ]),
  row(
    'error type that does not exist',
    'nothing staged',
    { 'responseBody/error_type': 'NOTHING_STAGED' },
    ['wrong-value', 'response.body/error_type', expect.stringMatching(/^"NOTHING_STAGED" is none of /)],
    ['undeclared-error', 'response.body/error_type', expect.stringContaining('NOTHING_STAGED')],
  ),
  row('error without its type', 'nothing staged', { 'responseBody/error_type': undefined }, [
    'missing-field',
    'response.body/error_type',
    'is given by every release with /api',
  ]),
  row('error of the old form', 'nothing staged', { responseBody: 'Nothing is staged.' }, [
    'wrong-type',
    'response.body',
    'is no error object: "Nothing is staged."',
  ]),
  row('message that is a text', 'nothing staged', { 'responseBody/messages/0': 'Nothing is staged.' }, [
    'wrong-type',
    'response.body/messages/0',
    'is no object: "Nothing is staged."',
  ]),
];
