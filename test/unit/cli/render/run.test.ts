import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import { WaitingKind } from '../../../../src/contract/index.js';
import { runFrame } from '../../../../src/cli/render/run.js';
import type { WaitingOn } from '../../../../src/cli/client/types.js';
import type { Style } from '../../../../src/cli/render/style.js';
import { waitingLines, waitingSentence } from '../../../../src/cli/render/waiting.js';
import { aHostProgress, aRun, OLD } from '../../../support/contract-data.js';
import { aParking } from '../../../support/run-builders.js';

const NOW = Date.parse('2026-11-24T15:10:00Z');
const plain: Style = { colors: pc.createColors(false), width: 100, now: NOW };
const waiting = aRun().waitingOn[0]!;

describe('the picture of a run', () => {
  it('shows tiers, hosts in hand, and what is waited for, as in the README', () => {
    expect(runFrame(aRun(), [aHostProgress(), aHostProgress({ phase: 'done' })], plain).join('\n')).toBe(
      `Run run-0001  running
estate lab  plan 4f2a91c07b3e  by olga  since 2026-11-24 14:00:00Z (1 h 10 min)

  1 Trust Authority vCenter  done     ████████████████████       1/1  31 min
  2 Trust Authority hosts    running  ███████░░░░░░░░░░░░░       1/3  39 min
  3 Trusted vCenters         planned  ░░░░░░░░░░░░░░░░░░░░       0/1
  4 Trusted hosts            planned  ░░░░░░░░░░░░░░░░░░░░       0/8

Hosts in hand
  ta-02.lab  remediating          20 min       TA-Cluster

Waiting
  waiting for the return after boot of ta-02.lab: have not responding, need connected; since
    15:00:00Z (10 min); normal up to 1 h 00 min; operator may look at its console [DG-7]`,
    );
  });

  it('says why it shows only what was recorded last', () => {
    const stale = aRun({ live: false, notLiveBecause: 'Temporal does not answer.' });
    expect(runFrame(stale, [], plain)[2]).toBe('as last recorded: Temporal does not answer.');
    expect(runFrame({ ...stale, state: 'succeeded' }, [], plain)[2]).toBe('');
  });

  describe('a parked host', () => {
    const parking = aParking({ since: '2026-11-24T14:51:00.000Z' });
    const own: WaitingOn = {
      kind: 'operator-decision',
      subject: 'esx-1',
      since: parking.since,
      have: parking.problem,
      need: 'esx-1 on 8.0.3; the run looks again',
      rule: 'QB-3',
      youMay: [
        { who: 'administrator', what: 'repair it by hand' },
        { who: 'operator', what: 'vta run abort' },
      ],
    };
    const inHand = aHostProgress({
      host: { vcenter: 'v', moid: 'h', name: 'esx-1' },
      waitingOn: own,
      problem: own.have,
    });
    const parked = (changes: Partial<ReturnType<typeof aRun>> = {}) =>
      aRun({
        state: 'needs-operator',
        parkings: [parking],
        reason: own,
        waitingOn: [own, waiting],
        tiers: [],
        ...changes,
      });

    it('is told once: the reason, its age, what is needed and what may be decided', () => {
      expect(runFrame(parked(), [inHand], plain).slice(4)).toEqual([
        'Parked',
        '  esx-1: remediation: no space left on the boot device [QB-3] (19 min)',
        '    need esx-1 on 8.0.3; the run looks again; administrator may repair it by hand',
        '    you may decide: retry, retry-from, verify, skip, take-over, abort; see vta host show run-0001',
        '      esx-1',
        '',
        'Waiting',
        expect.stringMatching(/^ {2}waiting for the return after boot of ta-02.lab/),
        expect.anything(),
      ]);
    });

    it('says which other one its guards wait for, and hides no reason of others', () => {
      const guard = { ...own, kind: 'trusted-host-unattested', subject: 'esx-9' } as const;
      const other = {
        ...own,
        kind: 'host-in-maintenance',
        have: 'in maintenance mode',
        rule: 'INV-4',
      } as const;
      const text = runFrame(parked({ reason: guard, waitingOn: [guard, other] }), [], plain).join('\n');
      expect(text).toContain('esx-1: remediation: attestation of trusted host esx-9: no space left');
      expect(text.match(/esx-9/g)).toHaveLength(1);
      expect(text).toContain('waiting for the end of foreign maintenance of esx-1: have in maintenance mode');
    });

    it('has nothing to decide once the run has ended', () => {
      const text = runFrame(parked({ state: 'aborted', waitingOn: [] }), [inHand], plain).join('\n');
      expect(text).not.toContain('you may decide');
      expect(text).toContain('Hosts in hand\n  esx-1');
    });
  });

  it('names what is left open at the end', () => {
    const debt = {
      kind: 'image-kept',
      subject: OLD,
      rule: 'QB-4',
      text: 'a host still attests with it',
    } as const;
    const run = aRun({ state: 'succeeded', waitingOn: [], debts: [debt], outcome: 'All hosts are done.' });
    const text = runFrame(run, [], plain).join('\n');
    expect(text).toContain(`Left open\n  QB-4 ${OLD}: a host still attests with it`);
    expect(text).toContain('\n\nAll hosts are done.');
  });

  it.each([40, 80, 100])('keeps within %d columns, however long the names are', (width) => {
    const long = 'a-very-long-host-name-in-a-rack-far-away.site-42.datacenter-7.example.internal';
    const host = aHostProgress({
      host: { vcenter: 'v', moid: 'h', name: long },
      cluster: long,
      problem: `${long} did not come back after its reboot`,
      waitingOn: { ...waiting, subject: 'ta-02' },
    });
    const lines = runFrame(aRun(), [host], { ...plain, width: Math.max(width, 80) });
    expect(lines.filter((line) => line.length > Math.max(width, 80))).toEqual([]);
  });

  it('has colours only where they are wanted', () => {
    const coloured = runFrame(aRun(), [], { ...plain, colors: pc.createColors(true) }).join('\n');
    expect(coloured).toContain('\u001B[');
    expect(runFrame(aRun(), [], plain).join('\n')).not.toContain('\u001B[');
  });
});

describe('waiting', () => {
  it('says when it takes longer than normal', () => {
    const late = { ...waiting, since: '2026-11-24T13:00:00.000Z' };
    expect(waitingSentence(late, NOW)).toContain('(2 h 10 min); LONGER THAN NORMAL, normal up to 1 h 00 min');
  });

  it('says when there is nothing to do', () => {
    expect(waitingSentence({ ...waiting, youMay: [] }, NOW)).toContain('nothing to do but wait [DG-7]');
  });

  it('leaves out the usual time where there is none, as with people', () => {
    const { normalUpToSeconds: _, ...gate } = { ...waiting, kind: 'gate' as const, subject: 'begin' };
    expect(waitingSentence(gate, NOW)).not.toContain('normal up to');
  });

  it.each(WaitingKind.options)('has words for %s', (kind) => {
    expect(waitingLines({ ...waiting, kind }, plain)[0]).toMatch(/^waiting for \S+/);
    expect(waitingSentence({ ...waiting, kind }, NOW)).not.toContain('undefined');
  });
});
