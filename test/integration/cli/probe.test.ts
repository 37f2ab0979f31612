import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { labEstateText, writeLabCredentials } from '../../../src/composition/lab-estate.js';
import type { LabAccounts, LabLine } from '../../../src/composition/lab-process.js';
import { cliOf } from '../../support/e2e-cli.js';
import { createPrograms, packageFolder, type Program } from '../../support/processes.js';

const programs = createPrograms();
let dir: string;
let lab: Program;
let line: LabLine;

const inDir = (name: string): string => join(dir, name);
const labArgs = (...args: string[]) => [...args, '--speed', '60', '--identity', inDir('identity')];
const startLab = async (...args: string[]): Promise<LabLine> => {
  lab = programs.start('lab', 'lab/main.js', labArgs(...args));
  return JSON.parse(await lab.firstLine()) as LabLine;
};

const vta = (...args: string[]) => cliOf(dir)(...args);
const probe = (...args: string[]) =>
  vta('probe', inDir('estate.yaml'), '--config', inDir('config.yaml'), ...args);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vta-probe-'));
  line = await startLab('--topology', join(packageFolder, 'examples/topologies/small.yaml'));
  await writeFile(inDir('estate.yaml'), labEstateText(line));
  const accounts = (await (await fetch(`${line.control}/lab/accounts`)).json()) as LabAccounts;
  const credentials = await writeLabCredentials(accounts, inDir('credentials'));
  await writeFile(inDir('config.yaml'), stringify({ credentials }));
});
afterAll(async () => {
  await programs.stopAll();
  await rm(dir, { recursive: true, force: true });
});

describe('vta probe', () => {
  it('prints a table on stdout and its progress on stderr, and ends with 0', async () => {
    const { code, stdout: out, stderr: err } = await probe();
    expect(err).toContain('wl-vc: reading cluster Prod-B');
    expect(out).toMatch(/^Estate lab: \d+ findings, 0 different from what we assume$/m);
    expect(out).toMatch(/^attestation-lifetime +as assumed +Prod-A +28800 seconds$/m);
    expect(code).toBe(0);
  });

  it('writes recording and names for their owner only; --json is data', async () => {
    const { code, stdout: out } = await probe(
      '--out',
      inDir('rec.json'),
      '--names',
      inDir('names.json'),
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ estate: 'lab', unreadable: [], findings: expect.any(Array) });
    const modes = await Promise.all(
      ['rec.json', 'names.json'].map(async (name) => (await stat(inDir(name))).mode & 0o777),
    );
    expect(modes).toEqual([0o600, 0o600]);
    expect(await readFile(inDir('rec.json'), 'utf8')).not.toMatch(/prod-[ab]|wl-vc|ta-esx/i);
  });

  it.each`
    what                                | estate                           | config           | code | says
    ${'no such estate file'}            | ${'nowhere.yaml'}                | ${'config.yaml'} | ${2} | ${'nowhere.yaml cannot be read (ENOENT)'}
    ${'a mistake in the estate file'}   | ${'estate: lab\nauthority: 7\n'} | ${'config.yaml'} | ${2} | ${/:2:1: \/authority: found 7/}
    ${'a mistake in the config'}        | ${''}                            | ${'limits: 7\n'} | ${2} | ${/\/limits: found 7/}
    ${'credentials that are not there'} | ${''}                            | ${'log: {}\n'}   | ${2} | ${"Credential 'ta-vc' is not known to this process"}
  `('$what: $code', async ({ estate, config, code, says }: any) => {
    const fileFor = async (text: string, name: string): Promise<string> => {
      if (!text.includes('\n')) return inDir(text || name);
      await writeFile(inDir(`bad-${name}`), text);
      return inDir(`bad-${name}`);
    };
    const files = [await fileFor(estate, 'estate.yaml'), await fileFor(config, 'config.yaml')] as const;
    const result = await vta('probe', files[0], '--config', files[1]);
    expect(result.stderr).toEqual(
      says instanceof RegExp ? expect.stringMatching(says) : expect.stringContaining(says),
    );
    expect(result.code).toBe(code);
  });

  it('a folder for the recording that is not there: 2, before anything is read', async () => {
    const { code, stderr } = await probe('--out', inDir('nowhere/rec.json'));
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('nowhere: ENOENT') });
    expect(stderr).not.toContain('reading');
  });

  it('a login that is refused: 4, and the other vCenter is read', async () => {
    const file = inDir('credentials/ta-vc');
    const password = await readFile(file, 'utf8');
    await writeFile(file, 'Wrong-password-1');
    const { code, stdout: out, stderr: err } = await probe();
    await writeFile(file, password);
    expect(code).toBe(4);
    expect(out).toContain('Not readable: 1 part');
    expect(err).toContain('wl-vc: reading cluster Prod-B');
    expect(`${err}${out}`).not.toContain('Wrong-password-1');
  });
});

describe('a rehearsal', () => {
  afterEach(() => lab.stop());

  it('the recorded lab comes back under its names at its addresses; nobody there: 6', async () => {
    expect((await probe('--out', inDir('r.json'), '--names', inDir('n.json'))).code).toBe(0);
    await lab.stop();
    const silent = await probe();
    expect(silent.code).toBe(6);

    const again = await startLab('--from-recording', inDir('r.json'), '--names', inDir('n.json'));
    expect(labEstateText(again)).toBe(labEstateText(line));
    // The logins are the replayed lab's own.
    const accounts = (await (await fetch(`${again.control}/lab/accounts`)).json()) as LabAccounts;
    const config = stringify({ credentials: await writeLabCredentials(accounts, inDir('credentials')) });
    await writeFile(inDir('config.yaml'), config);
    const second = await probe('--out', inDir('r2.json'));
    expect(second.code).toBe(0);
    const [first, replayed] = await Promise.all(
      ['r.json', 'r2.json'].map(async (name) => JSON.parse(await readFile(inDir(name), 'utf8')) as object),
    );
    expect({ ...replayed, takenAt: '' }).toEqual({ ...first, takenAt: '' });
  });

  it('a recording that is cut off starts no lab: 2', async () => {
    const text = await readFile(inDir('r.json'), 'utf8');
    await writeFile(inDir('cut.json'), text.slice(0, 5_000));
    const { code, stdout: out, stderr: err } = await vta('lab', '--from-recording', inDir('cut.json'));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/cut\.json:\d+:\d+: found no complete JSON; the file is damaged or cut off/);
  });
});
