import {
  OLD,
  TA,
  apply,
  applyRequested,
  backup,
  enter,
  exit,
  install,
  removed,
  started,
  upgrade,
} from '../../../../support/journal.js';
import type { Broken } from './common.js';
import { upToHosts, operatorReboot } from './common.js';

const { start, taVCenter, alpha, beta } = upgrade;

export const BROKEN_ONCE: readonly Broken[] = [
  [
    'once/apply',
    'second apply after success',
    'ta-1',
    [...start, ...enter('ta-1'), ...apply('ta-1'), ...apply('ta-1'), ...exit('ta-1')],
  ],
  [
    'once/apply',
    'second apply while the first runs',
    'ta-1',
    [...start, ...enter('ta-1'), applyRequested(['ta-1']), ...apply('ta-1')],
  ],
  [
    'once/install',
    'second install after success',
    TA,
    [...start, ...taVCenter, ...backup(TA), ...install(TA)],
  ],
  [
    'once/install',
    'second install while the first runs',
    TA,
    [...start, ...backup(TA), ...install(TA).slice(0, 1), ...install(TA)],
  ],
  [
    'once/reboot',
    'second reboot without a reason',
    'ta-1',
    [...start, ...enter('ta-1'), ...operatorReboot('ta-1'), ...operatorReboot('ta-1')],
  ],
  [
    'once/reboot',
    'reboot of a host that is not back yet',
    'ta-1',
    [...start, ...enter('ta-1'), ...operatorReboot('ta-1').slice(0, 1), ...operatorReboot('ta-1')],
  ],
  [
    'once/removal',
    'removal of what is gone',
    'authority',
    [...started({}, [OLD, '8.0.1-1']), ...removed('8.0.1-1'), ...removed('8.0.1-1')],
  ],
  ['maintenance', 'host forgotten in maintenance', 'a-3', [...upToHosts, ...alpha.slice(0, -2), ...beta]],
];
