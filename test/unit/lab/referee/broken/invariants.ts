import {
  NEW,
  OLD,
  TRUSTED,
  apply,
  attested,
  backup,
  draft,
  enter,
  exit,
  imported,
  install,
  removed,
  taHost,
  testHost,
  upgrade,
} from '../../../../support/journal.js';
import type { Broken } from './common.js';
import { unattested, upToHosts } from './common.js';

const { start, taVCenter, trustedVCenter, alpha, beta } = upgrade;

export const BROKEN_INVARIANTS: readonly Broken[] = [
  [
    'INV-1',
    'host leaves maintenance on a version never imported',
    'a-1',
    [...upToHosts, ...enter('a-1'), ...apply('a-1'), ...exit('a-1')],
  ],
  [
    'INV-1',
    'measured version is removed under a quick-booted host',
    'b-2',
    [...upToHosts, ...alpha, ...beta, ...removed(OLD)],
  ],
  [
    'INV-2',
    'Quick Boot into a version never imported',
    'b-1',
    [
      ...upToHosts,
      ...enter('b-1'),
      ...apply('b-1', { boot: 'quick' }),
      ...attested('b-1', OLD),
      ...exit('b-1'),
    ],
  ],
  [
    'INV-3',
    'removal while a host was only quick-booted from it',
    'b-2',
    [...upToHosts, ...alpha, ...beta, ...removed(OLD)],
  ],
  ['INV-3', 'removal of the last base image', 'ta-1', [...start, ...removed(OLD)]],
  [
    'INV-3',
    'removal while a host in maintenance may have to go back',
    'a-1',
    [...upToHosts, ...enter('a-1'), ...apply('a-1'), ...removed(OLD)],
  ],
  ['FIX-3', 'removal before all hosts are updated', 'a-1', [...upToHosts, ...imported(NEW), ...removed(OLD)]],
  [
    'FIX-3',
    'removal while a host is not attested',
    'a-2',
    [...upToHosts, ...alpha, ...unattested('a-2', ['ta-1', 'ta-2', 'ta-3']), ...removed(OLD)],
  ],
  [
    'INV-4',
    'TA host taken out while no other one serves',
    'ta-1',
    [
      ...start,
      draft('host.connection', 'ta-2', { state: 'notResponding' }),
      draft('host.connection', 'ta-3', { state: 'disconnected' }),
      ...taHost('ta-1'),
    ],
  ],
  [
    'INV-4',
    'service of a second TA host stopped',
    'ta-2',
    [
      ...start,
      ...enter('ta-1'),
      draft('host.service', 'ta-2', { service: 'attestd', running: false }),
      ...exit('ta-1'),
    ],
  ],
  [
    'INV-4',
    'TA host ordered out while another one is on its way out',
    'ta-2',
    [...start, ...enter('ta-1').slice(0, 1), ...enter('ta-2').slice(0, 1)],
  ],
  [
    'INV-5',
    'next host begun after a partial import',
    'ta-1',
    [...start, ...imported(NEW, ['ta-3']), ...taHost('ta-1')],
  ],
  [
    'INV-6',
    'trusted hosts before their vCenter is done',
    'a-1',
    [...start, ...backup(TRUSTED), ...install(TRUSTED).slice(0, 1), ...testHost('a-1')],
  ],
  [
    'INV-6',
    'TA host changed after trusted hosts',
    'ta-1',
    [...start, ...taVCenter, ...trustedVCenter, ...testHost('a-1'), ...taHost('ta-1')],
  ],
];
