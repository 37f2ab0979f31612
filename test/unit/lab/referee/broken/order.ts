import {
  NEW,
  OLD,
  TA,
  TRUSTED,
  apply,
  applyEnded,
  applyRequested,
  backup,
  draft,
  enter,
  exit,
  install,
  reboot,
  taHost,
  testHost,
  timeOf,
  trustedHost,
  upgrade,
} from '../../../../support/journal.js';
import type { Broken } from './common.js';
import { upToHosts, without } from './common.js';

const { start, taVCenter, taHosts, trustedVCenter } = upgrade;

export const BROKEN_ORDER: readonly Broken[] = [
  ['ORD-1', 'authority after the trusted side', TA, [...start, ...trustedVCenter, ...taVCenter]],
  [
    'ORD-1',
    'trusted side while a TA host is in maintenance',
    TRUSTED,
    [...start, ...enter('ta-1'), ...trustedVCenter],
  ],
  [
    'ORD-1',
    'TA host changed while a trusted host is on its way into maintenance',
    'ta-1',
    [...start, ...enter('a-1').slice(0, 1), ...apply('ta-1')],
  ],
  ['ORD-2', 'TA vCenter without a backup', TA, [...start, ...install(TA)]],
  [
    'ORD-2',
    'TA hosts after a failed TA vCenter',
    'ta-1',
    [...start, ...backup(TA), ...install(TA, false), ...taHosts],
  ],
  [
    'ORD-3',
    'next TA host while one runs the old version',
    'ta-2',
    [
      ...start,
      ...enter('ta-1'),
      applyRequested(['ta-1']),
      ...reboot('ta-1', { version: OLD }),
      applyEnded('ta-1'),
      ...exit('ta-1'),
      ...taHost('ta-2'),
    ],
  ],
  ['ORD-4', 'trusted vCenter without a backup', TRUSTED, [...start, ...install(TRUSTED)]],
  [
    'ORD-4',
    'trusted hosts with changed signing certificates',
    'a-1',
    [...upToHosts, draft('vcenter.principal.changed', TRUSTED, {}, TRUSTED), ...testHost('a-1')],
  ],
  [
    'ORD-4',
    'changed signing certificates, of which a remediation of the trusted cluster tells the authority nothing',
    'a-1',
    [
      ...upToHosts,
      draft('vcenter.principal.changed', TRUSTED, {}, TRUSTED),
      draft('trust.remediated', 'alpha', {}, TRUSTED),
      ...testHost('a-1'),
    ],
  ],
  [
    'ORD-5',
    'next trusted host while the last one is unattested',
    'a-3',
    [
      ...upToHosts,
      ...testHost('a-1'),
      ...without(trustedHost('a-2'), 'host.attested'),
      ...trustedHost('a-3'),
    ],
  ],
  [
    'ORD-6',
    'trusted hosts by themselves without the import',
    'a-2',
    [...start, ...enter('a-1'), ...apply('a-1'), ...enter('a-2'), ...apply('a-2')],
  ],
  ['ORD-6', 'trusted vCenter by itself without a backup', TRUSTED, [...start, ...install(TRUSTED)]],
  ['ORD-7', 'two TA hosts in maintenance', 'ta-2', [...start, ...enter('ta-1'), ...enter('ta-2')]],
  [
    'ORD-7',
    'a second TA host ordered into maintenance before the first has arrived',
    'ta-2',
    [...start, ...enter('ta-1').slice(0, 1), ...enter('ta-2').slice(0, 1)],
  ],
  ['ORD-7', 'two TA hosts in one request', 'authority', [...start, applyRequested(['ta-1', 'ta-2'])]],
  [
    'ORD-8',
    'two hosts of a trusted cluster',
    'a-3',
    [...upToHosts, ...testHost('a-1'), ...enter('a-2'), ...enter('a-3')],
  ],
  [
    'ORD-8',
    'a second host ordered into maintenance before the first has arrived',
    'a-3',
    [...upToHosts, ...testHost('a-1'), ...enter('a-2').slice(0, 1), ...enter('a-3').slice(0, 1)],
  ],
  [
    'ORD-8/budget',
    'a third host begun while two are set aside',
    'a-3',
    [...upToHosts, ...enter('a-1'), ...enter('a-2'), ...enter('a-3')],
    {
      setAside: ['a-1', 'a-2'].map((host) => ({ host, from: timeOf(1) })),
      failureBudget: { perCluster: 1 },
    },
  ],
  [
    'ORD-8',
    'a whole trusted cluster by an empty list',
    'alpha',
    [...upToHosts, draft('cluster.apply.requested', 'alpha', { commit: '7', version: NEW, hosts: [] })],
  ],
];
