import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { reportLines } from './cli/render/report.js';
import { styleFor } from './cli/render/style.js';
import { overheadOf } from './composition/demo/figures.js';
import { readJournal, readReferee, saveWire, type Referee } from './composition/demo/lab-control.js';
import { watchMemory } from './composition/demo/memory.js';
import { DEMO_SCENARIOS, type DemoScenario } from './composition/demo/scenarios/index.js';
import { loginWith, startServiceProcess } from './composition/demo/service-process.js';
import { factsOf, setAsideOf } from './composition/demo/set-aside.js';
import { createDirector, type Director, type Stage } from './composition/demo/stage.js';
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
                [--assumptions NAME=VALUE,…|random|list] [--fault KIND:FIELD=VALUE,…]… [--scenario NAME]

Upgrades the estate of the lab through the REST API and shows what happens, or plays another scenario.
Without --yes it asks at every gate.`;

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
    scenario: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (flags.help) {
    console.log(`${USAGE}\n\nScenarios:\n${scenarioLines()}`);
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
  const scenario = chosenScenario();
  if (scenario === null) return 2;
  const service = await startServiceProcess([
    '--speed',
    flags.speed,
    '--seed',
    flags.seed,
    ...(scenario?.lab ?? []),
    ...(flags.topology === undefined ? [] : ['--topology', flags.topology]),
    ...(flags.generate === undefined ? [] : ['--generate', flags.generate]),
    ...(flags.release === undefined ? [] : ['--release', flags.release]),
    ...(assumptions === '' ? [] : ['--assumptions', assumptions]),
  ]);
  try {
    const { lab } = service.facts;
    for (const text of flags.fault) if (lab !== undefined) await addFault(lab.control, text);
    return await onStage(service.facts, (stage, director) =>
      scenario === undefined ? walk(service.facts, stage, director) : playScenario(scenario, stage, director),
    );
  } finally {
    await service.stop();
  }
}

/** undefined = the upgrade; null = a mistake, told. */
function chosenScenario(): DemoScenario | undefined | null {
  if (flags.scenario === undefined) return undefined;
  const scenario = DEMO_SCENARIOS[flags.scenario];
  if (scenario !== undefined) return scenario;
  console.error(`--scenario ${flags.scenario}: there is none of this name. There are:\n${scenarioLines()}`);
  return null;
}

function scenarioLines(): string {
  return Object.entries(DEMO_SCENARIOS)
    .map(([name, { shows }]) => `  ${name.padEnd(16)} ${shows}`)
    .join('\n');
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

/** Registers the lab's estate, plays, and closes what was opened. */
async function onStage(
  facts: Facts,
  play: (stage: Stage, director: Director) => Promise<number>,
): Promise<number> {
  const { lab } = facts;
  if (lab === undefined) throw new Error('the demo needs the lab');
  const [operator, approver] = await Promise.all(
    ['operator', 'approver'].map((name) => loginWith(facts.url, facts.tokenFiles[name] ?? '')),
  );
  if (operator === undefined || approver === undefined) throw new Error('the service made no users');
  console.log(`The service listens at ${facts.url}; the lab runs ${lab.speed} times as fast as the clock.`);
  await operator.api.addEstate(await readFile(lab.estateFile, 'utf8'));
  const stage = { operator, approver, control: lab.control, yes: flags.yes };
  try {
    return await play(stage, createDirector(stage));
  } finally {
    await Promise.all([operator.http.close(), approver.http.close()]);
  }
}

/** A demonstration beside the upgrade; the referee has the last word. */
async function playScenario(scenario: DemoScenario, stage: Stage, director: Director): Promise<number> {
  const startedMs = Date.now();
  await scenario.play(director);
  const [events, journal] = await Promise.all([director.events(), readJournal(stage.control)]);
  const referee = await readReferee(stage.control, { setAside: setAsideOf(events, journal) });
  if (flags.wire !== undefined) await saveWire(stage.control, flags.wire);
  if (flags.report !== undefined)
    await writeFile(flags.report, `${JSON.stringify({ referee, events }, null, 2)}\n`);
  console.log(
    ['', `wall time ${((Date.now() - startedMs) / 1000).toFixed(0)} s`, ...refereeLines(referee)].join('\n'),
  );
  return referee.ok ? 0 : 5;
}

const refereeLines = ({ violations, unknown }: Referee): string[] => [
  `referee: ${violations.length} violations, ${unknown.length} unknown`,
  ...violations.map(({ rule, subject, text }) => `  ${rule} ${subject}: ${text}`),
  ...unknown.map((text) => `  unknown: ${text}`),
];

async function walk(facts: Facts, { operator, control }: Stage, director: Director): Promise<number> {
  const startedMs = Date.now();
  const { pid, lab, temporal } = facts;
  const speed = lab?.speed ?? 1;
  const memory = watchMemory([process.pid, pid, lab?.pid ?? 0, temporal.pid ?? 0]);
  const ended = await director.upgrade({
    vcenterVersion: flags['vcenter-version'],
    esxVersion: flags['esx-version'],
    boot: 'policy',
  });
  const { runId } = ended;
  const wallSeconds = (Date.now() - startedMs) / 1000;
  const peakBytes = memory.stop();
  const [report, events, journal] = await Promise.all([
    operator.api.wholeReport(runId),
    director.events(),
    readJournal(control),
  ]);
  const referee = await readReferee(control, factsOf(ended, events, journal));
  const shown = await operator.api.report(runId);
  const overhead = overheadOf(shown.hosts, journal, speed);
  if (flags.wire !== undefined) await saveWire(control, flags.wire);
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
      ...refereeLines(referee),
    ].join('\n'),
  );
  return ended.state === 'succeeded' && referee.ok ? 0 : 5;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
