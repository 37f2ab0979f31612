import { describe, expect, it } from '@jest/globals';
import { vta } from '../../../support/cli.js';

/** Runs a command with a stand-in for the child process and answers what would have been started. */
async function started(args: readonly string[], exitCode = 0) {
  const calls: (readonly [string, readonly string[]])[] = [];
  const result = await vta(args, {
    runSibling: async (sibling, flags) => {
      calls.push([sibling, flags]);
      return exitCode;
    },
  });
  return { ...result, calls };
}

describe('lab, serve, worker, probe and config show start a program of this package', () => {
  it.each([
    [
      ['lab', '--topology', 't.yaml', '--speed', '0.5'],
      'lab/main',
      ['--topology', 't.yaml', '--speed', '0.5'],
    ],
    [['lab', '--generate', '4x8', '--seed', '0'], 'lab/main', ['--generate', '4x8', '--seed', '0']],
    [
      ['lab', '--generate', '1x3', '--control-port', '0'],
      'lab/main',
      ['--generate', '1x3', '--control-port', '0'],
    ],
    [
      ['lab', '--generate', '1x3', '--record', 'lab.jsonl'],
      'lab/main',
      ['--generate', '1x3', '--record', 'lab.jsonl'],
    ],
    [['lab', '--replay', 'lab.jsonl'], 'lab/main', ['--replay', 'lab.jsonl']],
    [
      ['lab', '--replay', 'lab.jsonl', '--journal', 'j.jsonl'],
      'lab/main',
      ['--replay', 'lab.jsonl', '--journal', 'j.jsonl'],
    ],
    [['serve'], 'server', []],
    [['serve', '--config', 'c.yaml', '--no-lab'], 'server', ['--config', 'c.yaml', '--no-lab']],
    [['serve', '--topology', 't.yaml', '--seed', '7'], 'server', ['--topology', 't.yaml', '--seed', '7']],
    [['serve', '--generate', '4x8', '--json'], 'server', ['--generate', '4x8', '--json']],
    [['worker', '--zone', 'trusted'], 'worker', ['--zone', 'trusted']],
    [
      ['lab', '--from-recording', 'r.json', '--names', 'n.json', '--identity', 'ids'],
      'lab/main',
      ['--from-recording', 'r.json', '--names', 'n.json', '--identity', 'ids'],
    ],
    [['serve', '--from-recording', 'r.json'], 'server', ['--from-recording', 'r.json']],
    [['config', 'show'], 'show-config', []],
    [['config', 'show', '--config', 'c.yaml', '--json'], 'show-config', ['--config', 'c.yaml', '--json']],
    [['probe', 'estate.yaml'], 'probe', ['--', 'estate.yaml']],
    [
      ['probe', 'estate.yaml', '--config', 'c.yaml', '--out', 'r.json', '--names', 'n.json', '--json'],
      'probe',
      ['--config', 'c.yaml', '--out', 'r.json', '--names', 'n.json', '--json', '--', 'estate.yaml'],
    ],
  ])('%j', async (args, sibling, flags) => {
    const { code, calls } = await started(args);
    expect({ code, calls }).toEqual({ code: 0, calls: [[sibling, flags]] });
  });

  it('and end with its exit code', async () => {
    expect((await started(['serve'], 143)).code).toBe(143);
  });

  it.each([
    [['lab']],
    [['lab', '--topology', 't.yaml', '--generate', '1x1']],
    [['serve', '--no-lab', '--seed', '7']],
    [['worker']],
    [['lab', '--topology', 't.yaml', '--from-recording', 'r.json']],
    [['lab', '--generate', '1x1', '--names', 'n.json']],
    [['lab', '--replay', 'lab.jsonl', '--generate', '1x1']],
    [['lab', '--replay', 'lab.jsonl', '--control-port', '7000']],
    [['lab', '--replay', 'lab.jsonl', '--fault', 'outage:target=wl-vc']],
    [['lab', '--generate', '1x1', '--journal', 'j.jsonl']],
    [['serve', '--topology', 't.yaml', '--from-recording', 'r.json']],
    [['serve', '--no-lab', '--from-recording', 'r.json']],
    [['probe']],
    [['probe', 'estate.yaml', '--names', 'n.json']],
  ])('start nothing for %j', async (args) => {
    const { code, calls } = await started(args);
    expect({ code, calls }).toEqual({ code: 2, calls: [] });
  });
});
