import { expect, it } from '@jest/globals';
import { planOperation } from '../../../../src/domain/operations/index.js';
import {
  anAuthority,
  anEstate,
  anImage,
  anInventory,
  aTrustedHost,
  aWorkloadCluster,
  NEW,
  OLD,
} from '../../../support/builders.js';

const request = { estate: 'sample', kind: 'archive-configuration', reason: 'test', parameters: {} } as const;

it('DG-11: exports a missing file while a host runs its version, and says which stays missing', () => {
  const inventory = anInventory({
    authority: anAuthority({ images: [anImage(OLD), anImage(NEW)] }),
    clusters: [
      aWorkloadCluster([aTrustedHost('away', { connection: 'notResponding' }), aTrustedHost('esx-2')]),
    ],
  });
  const facts = { now: 'x', estate: anEstate(), inventory, archivedImages: [], extras: {} };
  const planned = planOperation(facts, request, 'x');
  expect(planned.details).toMatchObject({ exports: [{ version: OLD, host: { name: 'esx-2' } }] });
  expect(planned.steps.map(({ id }) => id)).toEqual([`export/${OLD}`, 'archive']);
  expect(planned.findings).toMatchObject([{ rule: 'DG-11', subject: NEW, severity: 'warning' }]);
  const image = { version: OLD, hash: 'h', bytes: 1, sourceHost: 'x', exportedAt: 'x', quickBooted: false };
  const again = planOperation({ ...facts, archivedImages: [image] }, request, 'x');
  expect(again.steps.map(({ id }) => id)).toEqual(['archive']);
});
