import { spawn } from 'node:child_process';
import { cleanEnvironment, packageFolder } from './processes.js';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `vta` as a person has it installed: a process of its own, with a home folder of its own. */
export const cliOf =
  (home: string) =>
  (...args: readonly string[]): Promise<Ended> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [`${packageFolder}bin/vta.js`, ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...cleanEnvironment(), HOME: home, XDG_CONFIG_HOME: home },
        // A command that hangs is ended by this process, by its process ID.
        timeout: 110_000,
      });
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, stdout, stderr }));
    });
