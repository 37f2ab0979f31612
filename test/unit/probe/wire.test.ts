import { describe, expect, it } from '@jest/globals';
import { documentedAnswers } from '../../../src/probe/wire/documented.js';
import { createWireObserver, type SeenAnswer } from '../../../src/probe/wire/observer.js';
import { restOperations } from '../../../src/vsphere/rest/operations.js';

const operation = (line: string, isTask = false): SeenAnswer['operation'] => {
  const [method = '', target = ''] = line.split(' ');
  const [path = '', action] = target.split('?action=');
  return { method, path, isTask, ...(action === undefined ? {} : { action }) };
};
const seen = (line: string, value: unknown, path = ''): SeenAnswer => ({
  server: 'vc',
  operation: operation(line),
  path,
  value,
});
const cluster = { cluster: 'domain-c8', name: 'Prod', ha_enabled: true, drs_enabled: true };

const factsOf = (...answers: SeenAnswer[]) => {
  const { observe, facts } = createWireObserver();
  answers.forEach(observe);
  return facts();
};

describe('the table of documented answers', () => {
  it('names only operations that the client has', () => {
    const known = restOperations.map(
      ({ method, path, action }) => `${method} ${path}${action ? `?action=${action}` : ''}`,
    );
    expect([...documentedAnswers.keys()].filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('the observer of answers', () => {
  it('finds nothing in what is documented', () => {
    expect(factsOf(seen('GET /vcenter/cluster', [cluster])).operations).toEqual([
      { operation: 'GET /vcenter/cluster', unknownFields: [], missingFields: [], unknownValues: [] },
    ]);
  });

  it('names unknown and missing fields, and never what is in them', () => {
    const { drs_enabled: _, ...rest } = cluster;
    const strange = [
      { ...rest, resource_pool: 'secret-pool' },
      { ...cluster, 'esx1.corp.example': 1 },
    ];
    const facts = factsOf(seen('GET /vcenter/cluster', strange));
    expect(facts.operations).toMatchObject([
      { unknownFields: ['(no field name)', 'resource_pool'], missingFields: ['drs_enabled'] },
    ]);
    expect(JSON.stringify(facts.operations)).not.toMatch(/secret-pool|corp\.example|Prod/);
  });

  it.each`
    value         | unknown
    ${'OK'}       | ${[]}
    ${'GREENISH'} | ${['health=GREENISH']}
    ${'a person'} | ${['health=(no enumeration value)']}
    ${7}          | ${['health=(no enumeration value)']}
  `('takes health $value for $unknown', ({ value, unknown }: any) => {
    const answer = { require_endorsement_keys: true, require_certificate_validation: true, details: [] };
    const path =
      '/vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/attestation/tpm2/settings';
    const { observe, facts } = createWireObserver();
    observe({ server: 'vc', operation: operation(`GET ${path}`, true), path: '', value: 'task-1:x' });
    observe(
      seen(
        'GET /cis/tasks/{task}',
        { status: 'SUCCEEDED', operation: 'get$task', result: { ...answer, health: value } },
        '/cis/tasks/task-1%3Ax',
      ),
    );
    const settings = facts().operations.find((one) => one.operation === `GET ${path}`);
    expect(settings?.unknownValues).toEqual(unknown);
  });

  it.each`
    field                                    | unset
    ${{}}                                    | ${['absent']}
    ${{ task: null }}                        | ${['absent', 'null']}
    ${{ task: {}, latest_query_time: null }} | ${['null']}
  `('tells how optional fields are left out: $unset', ({ field, unset }: any) => {
    const facts = factsOf(seen('GET /appliance/update', { state: 'UP_TO_DATE', version: '8.0.2', ...field }));
    expect([...facts.unset].toSorted()).toEqual(unset);
  });

  it('tells how tasks name their operation and their error', () => {
    const facts = factsOf(
      seen('GET /cis/tasks/{task}', { operation: 'list$task', status: 'RUNNING' }, '/cis/tasks/1'),
      seen('GET /cis/tasks/{task}', { operation: 'get', status: 'FAILED', error: 'no' }, '/cis/tasks/2'),
      seen('GET /cis/tasks/{task}', { operation: 'get', status: 'FAILED', error: {} }, '/cis/tasks/3'),
    );
    expect([...facts.taskOperation].toSorted()).toEqual(['plain', 'suffix']);
    expect([...facts.taskError].toSorted()).toEqual(['object', 'text']);
  });
});
