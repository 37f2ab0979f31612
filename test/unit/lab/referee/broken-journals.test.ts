import { describe, expect, it } from '@jest/globals';
import { CHECKERS } from '../../../../src/lab/referee/checkers/index.js';
import { judge } from '../../../../src/lab/referee/index.js';
import type { Draft } from '../../../support/journal.js';
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
  failedTaHost,
  hostAdded,
  hostRemoved,
  install,
  reboot,
  journal,
  rolledBack,
  trustRemediated,
  upgrade,
} from '../../../support/journal.js';
import { operatorReboot, type Broken } from './broken/common.js';
import { BROKEN_GUARDS } from './broken/guards.js';
import { BROKEN_INVARIANTS } from './broken/invariants.js';
import { BROKEN_ONCE } from './broken/once.js';
import { BROKEN_ORDER } from './broken/order.js';
import { BROKEN_RECOVERY } from './broken/recovery.js';

const { start } = upgrade;
const BROKEN = [...BROKEN_INVARIANTS, ...BROKEN_ORDER, ...BROKEN_GUARDS, ...BROKEN_ONCE, ...BROKEN_RECOVERY];

describe('a broken journal', () => {
  it.each(BROKEN)('%s: %s', (...[rule, , subject, drafts, told]: Broken) => {
    const report = judge(journal(drafts), told);
    expect(report.violations).toContainEqual(expect.objectContaining({ rule, subject }));
    expect(report.verdicts).toContainEqual(expect.objectContaining({ rule, verdict: 'violated' }));
    expect(report.unknown).toEqual([]);
    expect(report.ok).toBe(false);
  });

  it('is there for every rule of the referee', () => {
    expect(new Set(BROKEN.map(([rule]) => rule))).toEqual(new Set(CHECKERS.map(({ rule }) => rule)));
  });

  it('lists what was issued twice', () => {
    const twice = [...start, ...enter('ta-1'), ...apply('ta-1'), ...apply('ta-1'), ...exit('ta-1')];
    expect(judge(journal(twice)).sets.repeated).toEqual([
      '11 apply ta-1: commit 7 was applied again although it had succeeded',
    ]);
  });
});

describe('a recovery that keeps the rules', () => {
  const restored: readonly [string, readonly Draft[]][] = [
    ['by a rollback', [...rolledBack('ta-1'), ...hostAdded('ta-1'), ...exit('ta-1')]],
    [
      'by a fresh installation, with another certificate',
      [
        draft('host.restored', 'ta-1', { way: 'fresh-install', version: OLD }),
        ...rolledBack('ta-1').slice(1),
        ...hostAdded('ta-1', OLD, true),
        ...trustRemediated('alpha', 'beta'),
      ],
    ],
  ];
  it.each(restored)('REC-1, REC-2, REC-3, REC-4: %s', (_, drafts) => {
    const report = judge(journal(start, failedTaHost('ta-1'), hostRemoved('ta-1'), drafts));
    expect(report.violations).toEqual([]);
    expect(report.sets.unexpected).toEqual(['11 ta-1: host removed from authority']);
    for (const rule of ['REC-0', 'REC-1', 'REC-4', 'REC-5'])
      expect(report.verdicts).toContainEqual(expect.objectContaining({ rule, verdict: 'holds' }));
  });
});

describe('what looks like a repetition and is none', () => {
  const retried: readonly [string, readonly Draft[]][] = [
    [
      'an apply after one that failed',
      [applyRequested(['ta-1']), applyEnded('ta-1', ['ta-1']), ...apply('ta-1')],
    ],
    [
      'an apply after the host fell back to the old bank',
      [applyRequested(['ta-1']), ...reboot('ta-1', { version: OLD }), applyEnded('ta-1'), ...apply('ta-1')],
    ],
    [
      'a full reboot after a Quick Boot',
      [...operatorReboot('ta-1'), ...apply('ta-1', { boot: 'quick' }), ...operatorReboot('ta-1')],
    ],
  ];
  it.each(retried)('%s', (_what, drafts) => {
    const report = judge(journal(start, enter('ta-1'), drafts, exit('ta-1')));
    expect(report.sets.repeated).toEqual([]);
    expect(report.violations).toEqual([]);
  });

  it('an update of vCenter after one that failed', () => {
    const report = judge(journal(start, backup(TA), install(TA, false), install(TA)));
    expect(report.violations).toEqual([]);
  });
});

describe('what the referee tells without judging it', () => {
  it('names locked VMs, stopped services and hosts that came back with the old version', () => {
    const drafts = [
      ...start,
      draft('vm.locked', 'vm-1', { host: 'a-1' }, TRUSTED),
      draft('host.service', 'ta-1', { service: 'kmxd', running: false }),
      ...enter('ta-2'),
      applyRequested(['ta-2']),
      ...reboot('ta-2', { version: OLD }),
    ];
    expect(judge(journal(drafts)).sets.unexpected).toEqual([
      '2 vm-1: encrypted VM locked',
      '3 ta-1: service kmxd stopped',
      `10 ta-2: came back with ${OLD} instead of ${NEW}`,
    ]);
  });
});
