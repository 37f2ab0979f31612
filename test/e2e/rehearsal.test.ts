import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loginWith } from '../../src/composition/demo/service-process.js';
import { writeLabCredentials } from '../../src/composition/lab-estate.js';
import type { LabAccounts } from '../../src/composition/lab-process.js';
import type { ServiceFacts } from '../../src/composition/service.js';
import { cliOf } from '../support/e2e-cli.js';
import { requestFor } from '../support/e2e-estate.js';
import { createPrograms, packageFolder, type Program } from '../support/processes.js';

const programs = createPrograms();
let dir: string;
const inDir = (name: string): string => join(dir, name);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vta-rehearsal-'));
});
afterAll(async () => {
  await programs.stopAll();
  await rm(dir, { recursive: true, force: true });
});

interface Planned {
  readonly program: Program;
  readonly lab: NonNullable<ServiceFacts['lab']>;
  readonly estateText: string;
  readonly hash: string;
}

/** The service on a lab, with the plan that it makes for the lab's estate. */
async function planOn(name: string, ...lab: readonly string[]): Promise<Planned> {
  const config = inDir(`${name}.yaml`);
  const settings = { dataDirectory: inDir(name), api: { listen: '127.0.0.1:0' } };
  await writeFile(config, stringify(settings));
  const flags = ['--json', '--config', config, '--speed', '60', '--identity', inDir('identity')];
  const program = programs.start(name, 'server.js', [...flags, ...lab]);
  const facts = JSON.parse(await program.firstLine()) as ServiceFacts;
  if (facts.lab === undefined) throw new Error('the service has no lab');
  const { api, http } = await loginWith(facts.url, facts.tokenFiles['operator'] ?? '');
  const estateText = await readFile(facts.lab.estateFile, 'utf8');
  await api.addEstate(estateText);
  const { hash } = await api.createPlan(requestFor('lab'));
  await http.close();
  return { program, lab: facts.lab, estateText, hash };
}

it('a recording of the lab, replayed as a lab, gives the same plan hash through the whole service', async () => {
  const topology = join(packageFolder, 'examples/topologies/small.yaml');
  const original = await planOn('original', '--topology', topology);
  const accounts = (await (await fetch(`${original.lab.control}/lab/accounts`)).json()) as LabAccounts;
  const credentials = await writeLabCredentials(accounts, inDir('credentials'));
  await writeFile(inDir('config.yaml'), stringify({ credentials }));

  const files = [
    '--config',
    inDir('config.yaml'),
    '--out',
    inDir('rec.json'),
    '--names',
    inDir('names.json'),
  ];
  const probe = await cliOf(dir)('probe', original.lab.estateFile, ...files);
  expect(probe).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('0 different from what we assume'),
  });
  await original.program.stop();

  const recording = ['--from-recording', inDir('rec.json'), '--names', inDir('names.json')];
  const replayed = await planOn('replayed', ...recording);
  expect(replayed.estateText).toBe(original.estateText);
  expect(replayed.hash).toBe(original.hash);
  await replayed.program.stop();
  expect((await readdir(dir)).filter((name) => name.includes('partial'))).toEqual([]);
});
