import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { addCounts, countLine, countsOfJest } from './lib/counts.mjs';
import { PROJECT, readJsonIfThere } from './lib/files.mjs';
import { peerLine } from './lib/peer-counts.mjs';
import { makeRecordingsFolder } from './lib/recordings.mjs';
import { run } from './lib/run.mjs';
import { say } from './lib/steps.mjs';
import { runScript } from './lib/stop.mjs';

/** Light ones may use every core; those that start servers and workers share the machine with them. */
const LIGHT = ['unit', 'replay'];
const HEAVY = ['workflows', 'integration', 'peers', 'e2e'];
/** Judges what the others have recorded, so it comes last. */
const LAST = ['conformance'];

/** `node scripts/run-tests.mjs [unit|integration|workflows|replay|peers|e2e|conformance|all] [Jest arguments]` */
await runScript(async () => {
  const [first = 'all', ...rest] = process.argv.slice(2);
  const named = [...LIGHT, ...HEAVY, ...LAST].includes(first);
  const chosen = named ? [first] : [...LIGHT, ...HEAVY, ...LAST];
  const jestArgs = named || first === 'all' ? rest : process.argv.slice(2);
  const recordings = await makeRecordingsFolder(PROJECT);
  // What all tests together must have done can be asked only when all of them ran.
  const env = {
    WIRE_RECORDINGS: recordings,
    WIRE_RECORDINGS_WHOLE: named || jestArgs.length > 0 ? '' : 'yes',
  };

  const counts = [];
  for (const group of [LIGHT, HEAVY, LAST]) {
    const projects = group.filter((project) => chosen.includes(project));
    if (projects.length > 0) counts.push(await runJest(projects, jestArgs, group !== LIGHT, env));
  }
  const sum = addCounts(counts);
  if (sum.passed + sum.failed + sum.skipped === 0) say('No test was found.');
  const isBad = sum.failed > 0 || sum.passed === 0;
  if (isBad) say(`The wire logs of this run are kept in ${recordings}.`);
  else await rm(recordings, { recursive: true, force: true });
  console.log(countLine(sum));
  return isBad ? 1 : 0;
});

async function runJest(projects, jestArgs, heavy, extra) {
  const outputFile = join(PROJECT, '.var', `jest-${projects.join('-')}-${process.pid}.json`);
  await mkdir(dirname(outputFile), { recursive: true });
  const args = [
    join(PROJECT, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--selectProjects',
    ...projects,
    '--passWithNoTests',
    '--json',
    `--outputFile=${outputFile}`,
    `--testSequencer=${join(PROJECT, 'scripts', 'lib', 'jest-order.mjs')}`,
    ...(choosesWorkers(jestArgs) ? [] : [`--maxWorkers=${workers(heavy)}`]),
    ...jestArgs,
  ];
  const env = { ...process.env, ...extra, NODE_OPTIONS: nodeOptions(process.env['NODE_OPTIONS']) };
  try {
    const { code } = await run(process.execPath, args, { cwd: PROJECT, env, show: true });
    const results = await readJsonIfThere(outputFile);
    const peers = peerLine(results);
    if (peers) say(peers);
    return countsOfJest(results, code);
  } finally {
    await rm(outputFile, { force: true });
  }
}

/** Left alone, Jest leaves one core of all to itself: half of a machine of two, though it does nothing there. */
function workers(heavy) {
  return heavy ? Math.min(3, availableParallelism() + 1) : availableParallelism();
}

function choosesWorkers(args) {
  return args.some((arg) => /^(-w|-i|--runInBand|--maxWorkers)(=|\d|$)/.test(arg));
}

/** Jest needs them for ES modules; whatever the caller set stays. */
function nodeOptions(inherited) {
  return [inherited, '--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
    .filter(Boolean)
    .join(' ');
}
