import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { restRoutes } from '../../src/lab/rest/index.js';
import { restOperations } from '../../src/vsphere/rest/operations.js';
import { describeWithPeer } from '../support/peers.js';
import { packageFolder } from '../support/processes.js';
import { factsFile, operationKey, readFacts } from './facts.js';

const facts = readFacts();
/** A slash at the end makes no difference. */
const keyOf = (operation: Parameters<typeof operationKey>[0]): string =>
  operationKey({ ...operation, path: operation.path.replace(/\/$/, '') });
const known = new Set(facts.operations.map(keyOf));

describe('every operation is one of VMware’s bindings: method, path, action, task or not', () => {
  it.each(restOperations.map((row) => [keyOf({ ...row, task: row.isTask })]))('the client’s %s', (key) => {
    expect(known).toContain(key);
  });

  it('and those of the lab', () => {
    const routes = restRoutes.map((route) =>
      keyOf({ ...route, path: route.path.replace(/^\/api/, ''), task: route.task !== undefined }),
    );
    expect(routes.length).toBeGreaterThan(restOperations.length);
    expect(routes.filter((key) => !known.has(key))).toEqual([]);
  });
});

describe('the facts', () => {
  it('name the packages they were read from, which are those of the tests', () => {
    const pinned = readFileSync(join(packageFolder, 'test/conformance/requirements.txt'), 'utf8');
    expect(
      Object.entries(facts.about.sources)
        .map(([name, version]) => `${name}==${version}`)
        .toSorted(),
    ).toEqual(pinned.trim().split('\n').toSorted());
  });

  it.each`
    about                                         | operation                                                                  | expected
    ${'a plain read'}                             | ${'vcenter.trusted_infrastructure.principal.get'}                          | ${{ method: 'GET', path: '/vcenter/trusted-infrastructure/principal' }}
    ${'a task and its result'}                    | ${'esx.settings.clusters.software.drafts.commit'}                          | ${{ task: true, action: 'commit', result: 'id' }}
    ${'a filter as query parameters'}             | ${'esx.settings.clusters.software.reports.apply_impact.get'}               | ${{ query: { hosts: 'set<id>?' } }}
    ${'an old service in the form of /api'}       | ${'appliance.recovery.backup.validate'}                                    | ${{ path: '/appliance/recovery/backup', action: 'validate', old: true }}
    ${'a list of tasks, which has moved'}         | ${'cis.tasks.list'}                                                        | ${{ method: 'POST', path: '/cis/tasks', action: 'list' }}
    ${'arguments that make up the body together'} | ${'appliance.update.pending.install'}                                      | ${{ body: { component: 'str?', user_data: 'map<str>' } }}
    ${'a query that has no action'}               | ${'vcenter.trusted_infrastructure.trust_authority_hosts.attestation.list'} | ${{ method: 'POST', path: '/vcenter/trusted-infrastructure/trust-authority-hosts/attestation' }}
  `('hold $about', ({ operation, expected }) => {
    const id = `com.vmware.${operation as string}`;
    expect(facts.operations.filter((each) => each.id === id)).toEqual([
      expect.objectContaining(expected as object),
    ]);
  });

  it('hold mixed case, unions and releases', () => {
    const { structures } = facts;
    const ti = 'com.vmware.vcenter.trusted_infrastructure';
    expect(structures[`${ti}.trust_authority_hosts.attestation.info`]?.fields).toHaveProperty('trusted_CA');
    expect(structures[`${ti}.trusted_clusters.kms.services_applied_config.info`]?.fields).toHaveProperty(
      'trustedc_as',
    );
    expect(structures['com.vmware.cis.task.info']?.unions?.[0]?.cases['RUNNING']).toEqual({
      progress: true,
      result: false,
      start_time: true,
    });
    expect(structures[`${ti}.trust_authority_clusters.attestation.os.esx.base_images.info`]?.since).toEqual({
      last_attested_time: '8.0.1',
    });
  });
});

describeWithPeer('bindings', 'the facts, read once more', (python) => {
  it('are the same, byte for byte', async () => {
    const { stdout } = await promisify(execFile)(
      python,
      [join(packageFolder, 'test/conformance/extract.py')],
      {
        maxBuffer: 16 * 1024 * 1024,
      },
    );
    // As one word: Jest would take minutes to show the difference of two such texts.
    expect(stdout === readFileSync(factsFile, 'utf8')).toBe(true);
  });
});
