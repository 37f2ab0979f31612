import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import pc from 'picocolors';
import { runFrame } from '../../../src/cli/render/run.js';
import { TIER_NAMES } from '../../../src/cli/render/words.js';
import { hostOffers } from '../../../src/domain/deciding/index.js';
import { HOST_SAFE_POINTS, VCENTER_SAFE_POINTS } from '../../../src/domain/model/decision.js';
import type { TierKind } from '../../../src/domain/model/plan.js';
import { RULE_BOOK } from '../../../src/domain/rule-book/index.js';
import { aHostProgress, aRun } from '../../support/contract-data.js';
import { rulesNamed } from '../../support/rule-places.js';

const ROOT = new URL('../../../', import.meta.url).pathname;
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const DOCUMENTS = [
  ...['README', 'ARCHITECTURE', 'CONTRIBUTING', 'CHANGELOG', 'SECURITY'].map((name) => `${name}.md`),
  ...(readdirSync(join(ROOT, 'docs'), { recursive: true }) as string[])
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

describe.each(DOCUMENTS)('%s', (document) => {
  const text = read(document);

  it('links only to files that exist', () => {
    const targets = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => target ?? '');
    const local = targets.filter((target) => !/^[a-z]+:/.test(target));
    const missing = local.filter(
      (target) => !existsSync(join(ROOT, normalize(join(dirname(document), target)))),
    );
    expect(missing).toEqual([]);
  });

  it('links only to headings that exist', () => {
    const targets = [...text.matchAll(/\]\(([^)#\s]*)#([^)\s]+)\)/g)];
    const missing = targets.filter(([, target = '', anchor = '']) => {
      const file = target === '' ? document : normalize(join(dirname(document), target));
      return !/^[a-z]+:/.test(target) && !anchorsOf(read(file)).includes(anchor);
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });

  it('names only paths that exist', () => {
    const named = [...text.matchAll(/`((?:src|test|docs|examples|scripts|bin)\/[\w./-]+)`/g)].map(
      ([, path]) => path ?? '',
    );
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('names only npm commands that package.json has', () => {
    const named = [...text.matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/g)].map(
      ([, run, own]) => run ?? own ?? '',
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('README.md', () => {
  const text = read('README.md');

  it('names the two commands that everything begins with', () => {
    expect(text).toContain('npm run demo');
    expect(text).toContain('npm test');
  });

  it('shows a picture that the renderer would draw', () => {
    const shown = /```text\n(Run .*?)\n```/s.exec(text)?.[1];
    const style = { colors: pc.createColors(false), width: 100, now: Date.parse('2026-11-24T14:20:40Z') };
    expect(shown).toBe(runFrame(...sample(), style).join('\n'));
  });
});

describe('docs/runbook.md', () => {
  const text = read('docs/runbook.md');
  const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
  /** Steps in bold, without marks: `**Pre-check.**` is `precheck`. */
  const stepsOf = (heading: string): string[] => {
    const section = text.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
    const isStep = (name: string): boolean =>
      [...VCENTER_SAFE_POINTS, ...HOST_SAFE_POINTS].some((point) => point === name);
    return [...section.matchAll(/\*\*([\w-]+)\.?\*\*/g)]
      .map(([, name = '']) => name.toLowerCase().replace('-', ''))
      .filter((name) => isStep(name));
  };

  it('has the phases of a run as its headings, in order, then the work beside it', () => {
    const workflow = read('src/workflows/upgrade-estate.ts');
    const phases = [...workflow.matchAll(/run\.phase\('([\w-]+)'/g)].map(
      ([, kind]) => TIER_NAMES[kind as TierKind],
    );
    expect(phases).toHaveLength(Object.keys(TIER_NAMES).length);
    expect(headings).toEqual(['Preflight', ...phases, 'Verify', 'Work beside an upgrade']);
  });

  it.each([
    [TIER_NAMES['authority-vcenter'], VCENTER_SAFE_POINTS],
    [TIER_NAMES['authority-hosts'], HOST_SAFE_POINTS],
    [TIER_NAMES['trusted-vcenters'], VCENTER_SAFE_POINTS],
    [TIER_NAMES['trusted-hosts'], HOST_SAFE_POINTS],
  ])('%s names the steps of the workflow, in order', (heading, points) => {
    expect(stepsOf(heading)).toEqual(points);
  });

  it('speaks of every rule', () => {
    const named = rulesNamed(text);
    expect(RULE_BOOK.map(({ id }) => id).filter((id) => !named.includes(id))).toEqual([]);
  });
});

/** Anchors of the headings, as GitHub makes them; a heading that comes again gets a number. */
function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = words.replaceAll(/[^\w\- ]/g, '').replaceAll(' ', '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}

/** The moment that the README shows. */
function sample(): [ReturnType<typeof aRun>, ReturnType<typeof aHostProgress>[]] {
  const at = (time: string): string => `2026-11-24T${time}Z`;
  const parked = {
    kind: 'operator-decision',
    subject: 'trusted-a-04.lab',
    since: at('14:02:10'),
    have: 'vm-backup-proxy cannot be migrated',
    need: 'in maintenance mode',
    rule: 'DG-9',
    youMay: [{ who: 'operator', what: 'vta host show 6f1c0a52-lab trusted-a-04.lab' }],
  } as const;
  const run = aRun({
    runId: '6f1c0a52-lab',
    estate: 'small',
    startedAt: at('08:02:11'),
    tiers: [
      {
        kind: 'authority-vcenter',
        state: 'done',
        startedAt: at('08:02:40'),
        endedAt: at('09:15:00'),
        total: 1,
        done: 1,
      },
      {
        kind: 'authority-hosts',
        state: 'done',
        startedAt: at('09:15:10'),
        endedAt: at('11:56:00'),
        total: 3,
        done: 3,
      },
      {
        kind: 'trusted-vcenters',
        state: 'done',
        startedAt: at('11:56:10'),
        endedAt: at('13:04:50'),
        total: 1,
        done: 1,
      },
      { kind: 'trusted-hosts', state: 'running', startedAt: at('13:05:00'), total: 8, done: 4 },
    ],
    time: { working: 19_529, people: 3_180, vcenter: 0, window: 0, at: at('14:20:40'), now: 'people' },
    state: 'needs-operator',
    reason: parked,
    waitingOn: [
      {
        kind: 'attestation',
        subject: 'trusted-b-01.lab',
        since: at('14:16:40'),
        have: 'not attested on 8.0.3-24022510',
        need: 'attested by 1 of 3 TA hosts',
        rule: 'ATT-2',
        normalUpToSeconds: 900,
        youMay: [],
      },
      parked,
    ],
    parked: [parked.subject],
    parkings: [
      {
        subject: parked.subject,
        kind: 'host',
        role: 'trusted',
        workflowId: 'upgrade/small/host/trusted/host-17',
        since: parked.since,
        step: 'evacuation',
        problem: parked.have,
        failureClass: 'evacuation',
        rule: parked.rule,
        messages: [],
        logFiles: [],
        ...hostOffers({
          role: 'trusted',
          isTestHost: false,
          isImageTrusted: true,
          at: 'evacuation',
          hasBegun: true,
          takenOver: false,
        }),
      },
    ],
  });
  const host = aHostProgress({
    host: { vcenter: 'trusted', moid: 'host-21', name: 'trusted-b-01.lab' },
    cluster: 'trusted-b',
    phase: 'attesting',
    startedAt: at('13:49:40'),
  });
  return [run, [host]];
}
