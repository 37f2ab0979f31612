import { describe, expect, it } from '@jest/globals';
import type { HostProgress } from '../../../../src/cli/client/types.js';
import { overheadOf } from '../../../../src/composition/demo/figures.js';
import type { JournalLine } from '../../../../src/composition/demo/lab-control.js';

const BEGIN = Date.parse('2026-03-01T10:00:00.000Z');
const SPEED = 10;
/** Wall time, seconds after the begin. */
const wall = (second: number): string => new Date(BEGIN + second * 1000).toISOString();

function journal(...lines: readonly (readonly [second: number, effect: string, subject: string])[]) {
  return lines.map(([second, effect, subject], index): JournalLine => ({
    seq: index + 1,
    labTime: wall(second * SPEED),
    wallTime: wall(second),
    effect,
    subject,
    detail: {},
  }));
}

/** A host from second 0 to `endsAt`, with what it awaited: step, begin and notice in seconds. */
function aHost(
  endsAt: number,
  ...steps: readonly (readonly [step: string, from: number, noticed: number])[]
): HostProgress {
  return {
    host: { vcenter: 'wl-vc', moid: 'host-1', name: 'esx-1' },
    cluster: 'workload',
    phase: 'done',
    startedAt: wall(0),
    endedAt: wall(endsAt),
    timings: steps.map(([step, from, noticed]) => ({
      step,
      startedAtMs: BEGIN + from * 1000,
      noticedAtMs: BEGIN + noticed * 1000,
    })),
  };
}

describe('overheadOf', () => {
  it('parts a host’s time into engine, late notice and what its work took', () => {
    const host = aHost(
      30,
      ['evacuation', 2, 10],
      ['remediation', 11, 20],
      ['attestation', 21, 25],
      ['exit-maintenance', 26, 27],
    );
    const lines = journal(
      [9, 'host.maintenance.entered', 'esx-1'],
      [18, 'host.booted', 'esx-1'],
      [19.5, 'cluster.apply.ended', 'workload'],
      [24, 'host.attested', 'esx-1'],
      [26.5, 'host.maintenance.exited', 'esx-1'],
    );
    const overhead = overheadOf([host], lines, SPEED);
    expect(overhead.hosts).toEqual([
      {
        host: 'esx-1',
        // 30 s, of which 8 + 9 + 4 + 1 were awaited.
        engineSeconds: 8,
        // 1 + 0.5 + 1 + 0.5 s of the wall clock, ten times as much in the lab.
        lateNoticeSeconds: 30,
        // 7 + 8.5 + 3 + 0.5 s.
        unavoidableSeconds: 190,
      },
    ]);
    expect(overhead.engineSecondsPerHost).toBe(8);
    expect(overhead.lateNoticeShare).toBeCloseTo(30 / 190);
  });

  it('of several attestations, the first one after the last boot was waited for', () => {
    const lines = journal(
      [1, 'host.booted', 'esx-1'],
      [2, 'host.attested', 'esx-1'],
      [10, 'host.booted', 'esx-1'],
      [14, 'host.attested', 'esx-1'],
      [15.5, 'host.attested', 'esx-1'],
    );
    const { hosts } = overheadOf([aHost(20, ['attestation', 11, 16])], lines, SPEED);
    expect(hosts[0]).toMatchObject({ lateNoticeSeconds: 20, unavoidableSeconds: 30 });
  });

  it('what was ready before anybody waited for it is late only from then on', () => {
    const lines = journal([3, 'host.maintenance.entered', 'esx-1']);
    const { hosts } = overheadOf([aHost(10, ['evacuation', 5, 5.2])], lines, SPEED);
    expect(hosts[0]?.lateNoticeSeconds).toBeCloseTo(2);
    expect(hosts[0]?.unavoidableSeconds).toBe(0);
  });

  it('effects of other hosts and clusters, and later ones, say nothing about a step', () => {
    const lines = journal(
      [4, 'host.maintenance.entered', 'esx-2'],
      [4, 'cluster.apply.ended', 'other'],
      [9, 'host.maintenance.entered', 'esx-1'],
    );
    const host = aHost(10, ['evacuation', 2, 8], ['remediation', 2, 8], ['never heard of', 2, 8]);
    expect(overheadOf([host], lines, SPEED).hosts[0]).toMatchObject({
      lateNoticeSeconds: 0,
      unavoidableSeconds: 0,
    });
  });

  it('a host that was not finished has no figures, and no hosts have none either', () => {
    const { endedAt: _, ...unfinished } = aHost(10, ['evacuation', 2, 8]);
    expect(overheadOf([unfinished], [], SPEED)).toEqual({
      hosts: [],
      engineSecondsPerHost: 0,
      lateNoticeShare: 0,
    });
  });

  it('means are over all hosts, the share over all their time', () => {
    const lines = journal([4, 'host.maintenance.entered', 'esx-1']);
    const overhead = overheadOf([aHost(10, ['evacuation', 2, 5]), aHost(6)], lines, SPEED);
    expect(overhead.engineSecondsPerHost).toBe((7 + 6) / 2);
    expect(overhead.lateNoticeShare).toBe(0.5);
  });
});
