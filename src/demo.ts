import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { confirm, isCancel } from '@clack/prompts';
import { eventLine } from './cli/render/events.js';
import { reportLines } from './cli/render/report.js';
import { styleFor } from './cli/render/style.js';
import type { RunStatus } from './cli/client/types.js';
import { createRunSource } from './cli/watch/source.js';
import { watchRun } from './cli/watch/watch-run.js';
import { overheadOf } from './composition/demo/figures.js';
import { readJournal, readReferee, saveWire } from './composition/demo/lab-control.js';
import { createLabPeople } from './composition/demo/lab-people.js';
import { watchMemory } from './composition/demo/memory.js';
import { loginWith, startServiceProcess, type Login } from './composition/demo/service-process.js';
import { factsOf } from './composition/demo/set-aside.js';
import { LAB_ESTATE } from './composition/lab-estate.js';
import { explain } from './composition/process-end.js';
import { faultFromText } from './lab/control/fault-text.js';
import {
  AssumptionError,
  assumptionsHelp,
  assumptionsText,
  chooseAssumptions,
} from './lab/topology/choose-assumptions.js';

const USAGE = `npm run demo -- [--yes] [--report FILE] [--wire FILE] [--speed N] [--seed N]
                [--topology FILE | --generate CxH [--release R]] [--vcenter-version V] [--esx-version V]
                [--assumptions NAME=VALUE,…|random|list] [--fault KIND:FIELD=VALUE,…]…

Upgrades the estate of the lab through the REST API and shows what happens. Without --yes it asks at every gate.`;

const { values: flags } = parseArgs({
  options: {
    yes: { type: 'boolean', default: false },
    report: { type: 'string' },
    wire: { type: 'string' },
    speed: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    assumptions: { type: 'string' },
    fault: { type: 'string', multiple: true, default: [] },
    topology: { type: 'string' },
    generate: { type: 'string' },
    release: { type: 'string' },
    'vcenter-version': { type: 'string', default: '8.0.3.00000' },
    'esx-version': { type: 'string', default: '8.0.3-0.0.24022510' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (flags.help) {
    console.log(USAGE);
    return 0;
  }
  if (flags.assumptions === 'list') {
    process.stdout.write(assumptionsHelp());
    return 0;
  }
  const assumptions = readAssumptions();
  if (assumptions === undefined) return 2;
  if (!flags.yes && !process.stdin.isTTY) {
    console.error(
      'There is no terminal to ask at the gates: add --yes to answer as the approver of the lab.',
    );
    return 2;
  }
  const service = await startServiceProcess([
    '--speed',
    flags.speed,
    '--seed',
    flags.seed,
    ...(flags.topology === undefined ? [] : ['--topology', flags.topology]),
    ...(flags.generate === undefined ? [] : ['--generate', flags.generate]),
    ...(flags.release === undefined ? [] : ['--release', flags.release]),
    ...(assumptions === '' ? [] : ['--assumptions', assumptions]),
  ]);
  try {
    const { lab } = service.facts;
    for (const text of flags.fault) if (lab !== undefined) await addFault(lab.control, text);
    return await walk(service.facts);
  } finally {
    await service.stop();
  }
}

/** What was asked for as NAME=VALUE list, so that a drawn combination can be had again; undefined = a mistake, told. */
function readAssumptions(): string | undefined {
  if (flags.assumptions === undefined) return '';
  try {
    const text = assumptionsText(chooseAssumptions(flags.assumptions, Number(flags.seed)));
    console.log(`assumptions: ${text || 'the defaults'}`);
    return text;
  } catch (error) {
    if (!(error instanceof AssumptionError)) throw error;
    console.error(`--assumptions: ${error.message}`);
    return undefined;
  }
}

async function addFault(control: string, text: string): Promise<void> {
  const body = JSON.stringify(faultFromText(text));
  const answer = await fetch(`${control}/lab/faults`, { method: 'POST', body });
  if (answer.status !== 201) throw new Error(`--fault "${text}": ${await answer.text()}`);
}

type Facts = Awaited<ReturnType<typeof startServiceProcess>>['facts'];

async function walk(facts: Facts): Promise<number> {
  const { lab } = facts;
  if (lab === undefined) throw new Error('the demo needs the lab');
  const startedMs = Date.now();
  const memory = watchMemory([process.pid, facts.pid, lab.pid, facts.temporal.pid ?? 0]);
  const [operator, approver] = await Promise.all(
    ['operator', 'approver'].map((name) => loginWith(facts.url, facts.tokenFiles[name] ?? '')),
  );
  if (operator === undefined || approver === undefined) throw new Error('the service made no users');
  console.log(`The service listens at ${facts.url}; the lab runs ${lab.speed} times as fast as the clock.`);

  await operator.api.addEstate(await readFile(lab.estateFile, 'utf8'));
  const run = await operator.api.startRun({
    request: {
      estate: LAB_ESTATE,
      vcenterVersion: flags['vcenter-version'],
      esxVersion: flags['esx-version'],
      boot: 'policy',
    },
    reason: 'demonstration in the lab',
  });
  console.log(
    `Run ${run.runId} of plan ${run.planHash.slice(0, 12)}, ${run.findings.length} findings to note`,
  );

  const ended = await follow({ operator, approver }, lab.control, run);
  const wallSeconds = (Date.now() - startedMs) / 1000;
  const peakBytes = memory.stop();
  const [report, events, journal] = await Promise.all([
    operator.api.wholeReport(run.runId),
    operator.api.events(run.runId),
    readJournal(lab.control),
  ]);
  const referee = await readReferee(lab.control, factsOf(ended, events, journal));
  const shown = await operator.api.report(run.runId);
  const overhead = overheadOf(shown.hosts, journal, lab.speed);
  if (flags.wire !== undefined) await saveWire(lab.control, flags.wire);
  const whole = {
    ...(report as object),
    referee: { violations: referee.violations, unknown: referee.unknown, verdicts: referee.verdicts },
    figures: { wallSeconds, peakMemoryBytes: peakBytes ?? null, overhead },
  };
  if (flags.report !== undefined) await writeFile(flags.report, `${JSON.stringify(whole, null, 2)}\n`);

  const style = styleFor({ ...process, isTTY: process.stdout.isTTY });
  console.log(reportLines(shown, style).join('\n'));
  console.log(
    [
      '',
      `wall time ${wallSeconds.toFixed(0)} s (goal 120)` +
        (peakBytes === undefined
          ? ''
          : `, memory of all processes ${(peakBytes / 1e9).toFixed(2)} GB (goal 1.2)`),
      `Temporal actions per trusted host: at most ${shown.temporal.actionsPerTrustedHost.max} (goal 40); ` +
        `longest history ${shown.temporal.longestHistory} events (goal 2000)`,
      `engine time ${overhead.engineSecondsPerHost.toFixed(1)} s per host (goal 5); ` +
        `late notice ${(overhead.lateNoticeShare * 100).toFixed(1)} % of the unavoidable time (goal 2)`,
      `referee: ${referee.violations.length} violations, ${referee.unknown.length} unknown`,
      ...referee.violations.map(({ rule, subject, text }) => `  ${rule} ${subject}: ${text}`),
      ...referee.unknown.map((text) => `  unknown: ${text}`),
    ].join('\n'),
  );
  await Promise.all([operator.http.close(), approver.http.close()]);
  return ended.state === 'succeeded' && referee.ok ? 0 : 5;
}

/**
 * Prints the story as it goes and decides at the gates, as somebody other than the requester. What the run asks
 * administrators to do by hand, those of the lab do.
 */
async function follow(
  { operator, approver }: { operator: Login; approver: Login },
  control: string,
  { runId, planHash }: { runId: string; planHash: string },
): Promise<RunStatus> {
  const asked = new Set<string>();
  const people = createLabPeople(control, async (question) => {
    if (!flags.yes) return ask(`${question}?`);
    console.log(`    ${question}: yes`);
    return true;
  });
  const decide = async (run: RunStatus): Promise<void> => {
    const gate = run.gates.find(({ id, state }) => state === 'open' && !asked.has(id));
    if (gate === undefined) return;
    asked.add(gate.id);
    for (const line of gate.evidence ?? []) console.log(`    ${line}`);
    const yes = flags.yes || (await ask(`${gate.title}?`));
    await approver.api.decideGate(runId, gate.id, {
      verdict: yes ? 'approved' : 'rejected',
      planHash,
      reason: yes ? 'looked at the evidence' : 'not now',
    });
  };
  const deciding: Promise<void>[] = [];
  const run = await watchRun(
    createRunSource(operator.http, runId),
    {
      event: (event) => console.log(eventLine(event)),
      picture: (status) => void deciding.push(decide(status), people.answer(status)),
      trouble: (text) => {
        if (text !== null) console.error(text);
      },
    },
    { signal: new AbortController().signal, intervalMs: 500, retryMs: 200, giveUpMs: 60_000 },
  );
  await Promise.all(deciding);
  return run;
}

async function ask(message: string): Promise<boolean> {
  const answer = await confirm({ message });
  return !isCancel(answer) && answer;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
