import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UpgradePlan } from '../../../src/domain/model/plan.js';
import { generateTopology } from '../../../src/lab/topology/generate.js';
import { loadTopology } from '../../../src/lab/topology/load.js';
import { loadRecording } from '../../../src/lab/topology/recording/load.js';
import type { Topology } from '../../../src/lab/topology/schema.js';
import { startProbeBench, type Probed, type ProbeBench } from '../../support/probe-bench.js';
import { halfUpgraded } from '../../support/topologies/half-upgraded.js';

/** Seconds after which every report that was due has come. */
const SETTLED = 600;

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vta-recording-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const sample = (name: string) => (): Promise<Topology> => loadTopology(`examples/topologies/${name}.yaml`);
const generated = (seed: number) => (): Promise<Topology> =>
  Promise.resolve(generateTopology({ clusters: 2, hostsPerCluster: 3, seed }));

const started: ProbeBench[] = [];
const start = async (topology: Topology, identityDir?: string): Promise<ProbeBench> => {
  const bench = await startProbeBench({ topology, seed: 1, speed: 1, paused: true, identityDir });
  started.push(bench);
  const { clock } = bench.lab.world;
  clock.step(SETTLED);
  clock.setSpeed(60);
  clock.resume();
  return bench;
};
afterAll(async () => void (await Promise.all(started.map((bench) => bench.stop()))));

/** The plan with every pseudonym turned back, without the estate file's hash; findings sort by name, so in any order. */
const underRealNames = (plan: UpgradePlan, names: Record<string, string> = {}) => {
  const text = JSON.stringify(plan).replaceAll(/\bn\d{3,}-[a-z]+\b/g, (found) => names[found] ?? found);
  const { findings, ...rest } = JSON.parse(text) as UpgradePlan;
  return { ...rest, estateHash: '', findings: new Set(findings.map((finding) => JSON.stringify(finding))) };
};

describe.each([
  ['small', sample('small')],
  ['linked', sample('linked')],
  ['generated 2x3, seed 1', generated(1)],
  ['generated 2x3, seed 2', generated(2)],
  ['half upgraded', () => Promise.resolve(halfUpgraded())],
] as const)('a recording of the lab itself, replayed as a lab: %s', (name, topologyOf) => {
  const file = (): string => join(dir, `${name.replaceAll(/\W/g, '-')}.json`);
  let original: { hash: string; plan: UpgradePlan };
  let estateText: string;
  let probed: Probed;

  beforeAll(async () => {
    const bench = await start(await topologyOf(), join(dir, `identity of ${name}`));
    original = await bench.plan();
    probed = await bench.probe();
    estateText = bench.estateText;
    await bench.stop();
    await writeFile(file(), probed.text);
    await writeFile(`${file()}.names`, probed.namesText);
  });

  it('everything could be read', () => {
    expect(probed.observed.unreadable).toEqual([]);
  });

  it('with names: the same estate file and the same plan hash', async () => {
    const { topology, notes } = await loadRecording(file(), `${file()}.names`);
    const replayed = await start(topology, join(dir, `identity of ${name}`));
    // What a host measured that was not booted fully, nobody can read.
    const guessed = name === 'half upgraded' ? ['esx-2', 'esx-3', 'esx-7'] : [];
    expect(notes.map((note) => note.split(':')[0])).toEqual(guessed);
    expect(replayed.estateText).toBe(estateText);
    const again = await replayed.plan();
    expect(again.plan).toEqual(original.plan);
    expect(again.hash).toBe(original.hash);
    await replayed.stop();
  });

  it('without names: the plan as renamed, and the recording again', async () => {
    const { topology } = await loadRecording(file());
    const replayed = await start(topology);
    const { plan } = await replayed.plan();
    expect(underRealNames(plan, probed.recorded.names)).toEqual(underRealNames(original.plan));
    const again = await replayed.probe();
    expect({ ...again.recorded.recording, takenAt: '' }).toEqual({
      ...probed.recorded.recording,
      takenAt: '',
    });
    await replayed.stop();
  });
});
