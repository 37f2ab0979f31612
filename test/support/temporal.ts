import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, bundleWorkflowCode } from '@temporalio/worker';
import { createTemporalClient } from '../../src/temporal/connection.js';
import {
  readTemporalSource,
  startLocalTemporal,
  type LocalTemporal,
} from '../../src/temporal/local-server.js';
import { NAMESPACE } from '../../src/temporal/names.js';
import { databaseFolder } from './database-folder.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Quiet SDK; once per test file, before any connection. */
export function quietTemporal(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
  });
}

/** A real Temporal server of this test's own, on free ports, its data in a directory that goes with it. */
export async function startTestTemporal(): Promise<LocalTemporal & { dir: string }> {
  const dir = await databaseFolder('vta-temporal-');
  const source = await readTemporalSource(join(root, '.var', 'temporal.json'));
  const server = await startLocalTemporal(source, dir);
  return {
    ...server,
    dir,
    async stop() {
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export async function connectTo(address: string) {
  const nativeConnection = await NativeConnection.connect({ address });
  const client = createTemporalClient({ address, identity: 'client' });
  return {
    nativeConnection,
    client,
    namespace: NAMESPACE,
    async close() {
      await client.connection.close();
      await nativeConnection.close();
    },
  };
}

/** The workflow bundle of the present sources; made once per state of the sources and kept beside the build. */
export async function workflowBundle(): Promise<{ codePath: string }> {
  const hash = createHash('sha256');
  for (const folder of ['src/workflows', 'src/domain']) {
    for (const file of (await readdir(join(root, folder), { recursive: true })).toSorted()) {
      if (file.endsWith('.ts')) hash.update(file).update(await readFile(join(root, folder, file)));
    }
  }
  const dir = join(root, '.var', 'bundles');
  const codePath = join(dir, `${hash.digest('hex').slice(0, 16)}.js`);
  const isThere = await readFile(codePath).then(
    () => true,
    () => false,
  );
  if (isThere) return { codePath };
  await mkdir(dir, { recursive: true });
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'src/workflows/index.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  // Written whole under another name first: a half-written bundle is never taken for one.
  const draft = `${codePath}.${process.pid}`;
  await writeFile(draft, code);
  await rename(draft, codePath);
  return { codePath };
}
