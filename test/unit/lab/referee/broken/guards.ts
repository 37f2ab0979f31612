import {
  NEW,
  OLD,
  apply,
  attested,
  draft,
  enter,
  exit,
  imported,
  policy,
  policyWritten,
  started,
  taHost,
  testHost,
  trustedHost,
  upgrade,
} from '../../../../support/journal.js';
import type { Draft } from '../../../../support/journal.js';
import type { Broken } from './common.js';
import { operatorReboot, unattested, upToHosts, without } from './common.js';

const { start, alpha, beta } = upgrade;

const configured = (item: string, digest: string | null): Draft =>
  draft('configuration.changed', 'authority', {
    item,
    digests: { 'ta-1': digest, 'ta-2': digest, 'ta-3': digest },
  });
const emptied = draft('configuration.emptied', 'authority', { hosts: ['ta-1', 'ta-2', 'ta-3'] });

/** The estate at the start, with `beta` still a regular cluster. */
const regularBeta = (hosts: Record<string, Record<string, unknown>> = {}): Draft[] =>
  started(hosts).map(
    (entry) =>
      JSON.parse(
        JSON.stringify(entry).replace('"name":"beta","kind":"trusted"', '"name":"beta","kind":"plain"'),
      ) as Draft,
  );

export const BROKEN_GUARDS: readonly Broken[] = [
  [
    'BAK-3',
    'what was lost is not restored',
    'ta-1',
    [...start, configured('principal/p', 'as it was'), emptied],
  ],
  [
    'BAK-3',
    'what was lost is restored otherwise',
    'ta-2',
    [...start, configured('principal/p', 'as it was'), emptied, configured('principal/p', 'another')],
  ],
  [
    'BAK-3',
    'what nobody lost is overwritten',
    'ta-3',
    [...start, configured('principal/p', 'as it was'), configured('principal/p', 'another')],
  ],
  [
    'IMG-5',
    'production host after an import that missed a TA host',
    'a-2',
    [
      ...upToHosts,
      ...enter('a-1'),
      ...apply('a-1'),
      ...imported(NEW, ['ta-2']),
      ...attested('a-1'),
      ...enter('a-2'),
      ...apply('a-2'),
    ],
  ],
  [
    'IMG-5',
    'production host before the test host attests',
    'a-2',
    [...upToHosts, ...without(testHost('a-1'), 'host.attested'), ...trustedHost('a-2')],
  ],
  [
    'IMG-5',
    'production host after a test host that was only quick-booted',
    'a-2',
    [
      ...upToHosts,
      ...enter('a-1'),
      ...apply('a-1', { boot: 'quick' }),
      ...imported(),
      ...attested('a-1', OLD),
      ...exit('a-1'),
      ...trustedHost('a-2'),
    ],
  ],
  [
    'DG-4',
    'second host ahead of the import',
    'a-2',
    [...upToHosts, ...enter('a-1'), ...apply('a-1'), ...enter('a-2'), ...apply('a-2')],
  ],
  ['DG-4', 'test host remediated while in service', 'a-1', [...upToHosts, ...apply('a-1')]],
  [
    'DG-7',
    'TA host begun while another one is disconnected',
    'ta-1',
    [...start, draft('host.connection', 'ta-3', { state: 'disconnected' }), ...taHost('ta-1')],
  ],
  [
    'DG-7',
    'TA host begun while a trusted host is unattested',
    'ta-1',
    [...start, ...unattested('b-1', ['ta-1', 'ta-2', 'ta-3']), ...taHost('ta-1')],
  ],
  [
    'DG-7',
    'TA host remediated although attestation was lost while it was evacuated',
    'ta-1',
    [
      ...start,
      ...enter('ta-1').slice(0, 1),
      ...unattested('b-1', ['ta-1', 'ta-2', 'ta-3']),
      ...enter('ta-1').slice(1),
      ...apply('ta-1'),
    ],
  ],
  [
    'DG-7',
    'TA host that is in maintenance without an order in the journal',
    'ta-1',
    [...start, ...unattested('b-1', ['ta-1', 'ta-2', 'ta-3']), ...enter('ta-1').slice(1)],
  ],
  [
    'DG-8',
    'trusted host begun while no TA host serves',
    'a-1',
    [
      ...upToHosts,
      ...['ta-1', 'ta-2', 'ta-3'].map((name) => draft('host.connection', name, { state: 'notResponding' })),
      ...enter('a-1'),
    ],
  ],
  [
    'DG-8',
    'trusted host begun whose version is not trusted',
    'a-1',
    [...started({ 'a-1': { measured: '8.0.1-1' } }), ...enter('a-1')],
  ],
  [
    'DG-9',
    'trusted host back in service unattested',
    'a-2',
    [...upToHosts, ...testHost('a-1'), ...without(trustedHost('a-2'), 'host.attested')],
  ],
  [
    'QB-5',
    'reboot for a full boot while Quick Boot is on',
    'b-1',
    [...start, ...enter('b-1'), ...operatorReboot('b-1')],
  ],
  ['QB-5', 'reboot outside maintenance mode', 'a-1', [...start, ...operatorReboot('a-1')]],
  [
    'QB-9',
    'cluster made trusted before its quick-booted host has booted fully',
    'b-1',
    [
      ...regularBeta({ 'b-1': { measured: '8.0.1-1' } }),
      draft('trust.bound', 'beta', { kind: 'attestation' }),
    ],
  ],
  [
    'QB-9',
    'cluster made trusted whose hosts never attest',
    'b-2',
    [...regularBeta(), draft('trust.bound', 'beta', { kind: 'attestation' }), ...attested('b-1', OLD)],
  ],
  [
    'DG-15',
    'import while a TA host is disconnected',
    'ta-2',
    [...start, draft('host.connection', 'ta-2', { state: 'disconnected' }), ...imported(NEW, ['ta-2'])],
  ],
  [
    'DG-16',
    'Quick Boot left off',
    'beta',
    [...upToHosts, ...alpha, ...beta.slice(0, -trustedHost('b-2').length - 1)],
  ],
  [
    'DG-17',
    'suspend to memory',
    'alpha',
    [
      ...start,
      ...policyWritten('alpha', policy(false, { pre_remediation_power_action: 'SUSPEND_VMS_TO_MEMORY' })),
    ],
  ],
];
