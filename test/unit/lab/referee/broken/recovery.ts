import {
  NEW,
  draft,
  enter,
  failedTaHost,
  hostAdded,
  hostRemoved,
  imported,
  exit,
  rolledBack,
  taHost,
  upgrade,
} from '../../../../support/journal.js';
import type { Broken } from './common.js';

const { start } = upgrade;
const failed = [...start, ...failedTaHost('ta-1')];

export const BROKEN_RECOVERY: readonly Broken[] = [
  [
    'REC-0',
    'a host is removed that waits in maintenance mode',
    'ta-1',
    [...start, ...enter('ta-1'), ...hostRemoved('ta-1')],
  ],
  ['REC-1', 'a trusted host is removed', 'a-1', [...start, ...enter('a-1'), ...hostRemoved('a-1')]],
  ['REC-1', 'a host is removed that works', 'ta-1', [...start, ...hostRemoved('ta-1')]],
  [
    'REC-5',
    'a host is added again on the version on which it had failed',
    'ta-1',
    [...failed, ...hostRemoved('ta-1'), ...hostAdded('ta-1', NEW)],
  ],
  [
    'REC-4',
    'a host that was added again lacks a base image',
    'ta-1',
    [
      ...failed,
      ...hostRemoved('ta-1'),
      ...rolledBack('ta-1'),
      ...hostAdded('ta-1').slice(0, 4),
      ...exit('ta-1'),
    ],
  ],
  [
    'REC-4',
    'a host that was added again does not serve',
    'ta-1',
    [
      ...failed,
      ...hostRemoved('ta-1'),
      ...rolledBack('ta-1'),
      ...hostAdded('ta-1').slice(0, 1),
      ...imported(),
      ...exit('ta-1'),
    ],
  ],
  [
    'REC-4',
    'a trusted cluster is left with the former certificate',
    'beta',
    [
      ...failed,
      ...hostRemoved('ta-1'),
      ...rolledBack('ta-1'),
      ...hostAdded('ta-1', undefined, true),
      draft('trust.remediated', 'alpha'),
      ...exit('ta-1'),
    ],
  ],
  [
    'INV-4',
    'another TA host is begun while one is out of the cluster',
    'ta-2',
    [...failed, ...hostRemoved('ta-1'), ...taHost('ta-2')],
  ],
  [
    'INV-4',
    'a host is removed while no other one serves',
    'ta-1',
    [
      ...failed,
      draft('host.connection', 'ta-2', { state: 'notResponding' }),
      draft('host.connection', 'ta-3', { state: 'disconnected' }),
      ...hostRemoved('ta-1'),
    ],
  ],
  [
    'INV-5',
    'another TA host is begun while the one that was added again lacks base images',
    'ta-2',
    [
      ...failed,
      ...hostRemoved('ta-1'),
      ...rolledBack('ta-1'),
      ...hostAdded('ta-1').slice(0, 4),
      ...exit('ta-1'),
      ...taHost('ta-2'),
    ],
  ],
];
