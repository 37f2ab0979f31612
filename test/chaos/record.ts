import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageFolder } from '../support/processes.js';
import { planLines } from './draw.js';
import { LEGEND, logLines } from './log-lines.js';
import type { Verdict } from './verdict.js';

/** Commit of the sources under test, with a mark when they differ from it. */
export function commitOf(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: packageFolder, encoding: 'utf8' }).trim();
  try {
    return `${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain', 'src') === '' ? '' : ' with changes'}`;
  } catch {
    return 'unknown';
  }
}

/** Lines of the journal around the first violation. */
const AROUND = 30;

/** Everything that is needed to look into a run that has failed, written into `dir`; answers the record as text. */
export async function writeRecord(
  dir: string,
  verdict: Verdict,
  about: {
    readonly command: string;
    readonly logs: readonly { name: string; text: string }[];
    readonly recording?: string;
  },
): Promise<string> {
  await mkdir(dir, { recursive: true });
  const { journal, plan, played, sets, failures } = verdict;
  const first = failures[0];
  const files = {
    'journal.jsonl': journal.map((line) => JSON.stringify(line)).join('\n'),
    'run.json': JSON.stringify({ plan, played, sets, failures, referee: verdict.referee }, undefined, 2),
    'log.txt': [LEGEND, ...logLines(journal, played.struck, sets.adopted)].join('\n'),
    ...Object.fromEntries(about.logs.map(({ name, text }, index) => [`${index + 1}-${name}.log`, text])),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), `${text}\n`);
  const record = [
    `seed      ${plan.seed}`,
    `commit    ${commitOf()}`,
    `command   ${about.command}`,
    `class     ${first?.class ?? 'none'}`,
    `first     ${first === undefined ? 'nothing' : `${first.rule}: ${first.text}`}`,
    `ended     ${played.end}${played.reason === undefined ? '' : `: ${played.reason}`} after ${played.wallSeconds.toFixed(0)} s`,
    `missing   ${played.missing.join('; ') || 'nothing'}`,
    `files     ${dir}`,
    ...(about.recording === undefined ? [] : [`replay    node dist/lab/main.js --replay ${about.recording}`]),
    '',
    'drawn',
    ...planLines(plan).map((line) => `  ${line}`),
    '',
    'all failures',
    ...failures.map(({ class: kind, rule, text }) => `  ${kind} ${rule}: ${text}`),
    '',
    'people',
    ...played.acts.map(({ labTime, what }) => `  ${labTime} ${what}`),
    '',
    'state',
    ...stateTable(verdict).map((line) => `  ${line}`),
    '',
    `journal around ${first?.seq ?? 'its end'}`,
    ...around(verdict).map((line) => `  ${line}`),
  ].join('\n');
  await writeFile(join(dir, 'record.txt'), `${record}\n`);
  return record;
}

function around({ journal, failures }: Verdict): string[] {
  const at = failures.find(({ seq }) => seq !== undefined)?.seq ?? journal.length;
  const from = Math.max(0, Math.min(at - AROUND / 2, journal.length - AROUND));
  return journal
    .slice(from, from + AROUND)
    .map(({ seq, labTime, login, effect, subject, detail }) =>
      `${seq} ${labTime} ${login || '-'} ${effect} ${subject} ${JSON.stringify(detail)}`.slice(0, 240),
    );
}

/** What is shown and what is so, host by host. */
function stateTable({ state, played }: Verdict): string[] {
  const shown = new Map(played.hosts.map((host) => [`${host.host.vcenter}/${host.host.name}`, host]));
  const row = (cells: readonly string[]): string =>
    cells
      .map((cell) => cell.padEnd(17))
      .join(' ')
      .trimEnd();
  return [
    row(['host', 'phase', 'shown', 'installed', 'measured', 'boot', 'connection', 'maintenance']),
    ...state.vcenters.flatMap(({ name, clusters }) =>
      clusters.flatMap(({ hosts }) =>
        hosts.map((host) => {
          const progress = shown.get(`${name}/${host.name}`);
          return row([
            host.name,
            progress?.phase ?? '-',
            progress?.installedAfter ?? progress?.installedBefore ?? '-',
            host.installed,
            host.measured,
            host.lastBoot.type,
            host.connection,
            String(host.inMaintenance),
          ]);
        }),
      ),
    ),
  ];
}
