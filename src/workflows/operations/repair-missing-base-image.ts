import { logFilesOf } from '../../domain/deciding/index.js';
import { VM_IMPACT } from '../../domain/attestation/index.js';
import type { OperationEnd } from '../../domain/operations/index.js';
import type { RepairBaseImage } from '../../domain/operations/repair-base-image/plan.js';
import { gateIds } from '../../domain/planning/gates.js';
import { exportEvidence, imageFileProblems } from '../../domain/repairing/index.js';
import { whyNotImport } from '../../domain/safety/index.js';
import { onAuthority, onTrusted, records } from '../activity-proxies.js';
import { keep } from '../archive.js';
import { lookAtAuthority } from '../authority-look.js';
import type { UnitContext } from '../context.js';
import { unitContextOf } from '../estate-context.js';
import type { Parkable } from '../parking.js';
import { importing } from '../qualify-base-image.js';
import type { Step } from '../step.js';
import type { OperationInput } from './input.js';
import { operate, OperationEnds, PLAIN, type Operation } from './operate.js';
import { messagesOf } from './messages-of.js';

type Details = RepairBaseImage['details'];
/** The file of the missing version, in the store. */
interface ImageInStore {
  readonly hash: string;
  readonly evidence: readonly string[];
}

/**
 * The file of the version that a host attests with: exported, archived or handed in; approved, imported on every TA host,
 * and the host seen attested, however long that takes.
 *
 * @rule ATT-2, ATT-3, ATT-4, FIX-1, FIX-2, QB-10, DG-2, DG-11
 */
export async function repairMissingBaseImage(input: OperationInput): Promise<OperationEnd> {
  let planned: Details | undefined;
  const sideOf = (context: UnitContext, vcenter: string): UnitContext =>
    unitContextOf({ ...context, estate: input.estate }, vcenter);
  const messages = async (context: UnitContext): Promise<readonly string[]> =>
    planned === undefined ? [] : messagesOf(sideOf(context, planned.host.vcenter), planned.host);
  const parkable = (context: UnitContext): Parkable => ({
    ...PLAIN,
    logFiles: () => (planned === undefined ? [] : logFilesOf('trusted', planned.host.name, planned.taHosts)),
    readMessages: () => messages(context),
  });

  return operate(
    input,
    'repair-base-image',
    async (operation, { details }) => {
      planned = details;
      const { host, version, authority } = details;
      const { context, unit } = operation;
      const ta = onAuthority(context.queue, context.timeScale);
      const on = { vcenter: context.vcenter, cluster: authority.name };

      await operation.step('messages', async () => {
        for (const line of await messages(context)) operation.tell(`${host.name}: ${line}`);
      });
      const image = await operation.step('file', () => takeFile(operation, details));
      await operation.gate(gateIds.trustImage(version), [
        `${host.name} attests with ${version}, which the Trust Authority Cluster does not know`,
        ...image.evidence,
        VM_IMPACT,
      ]);
      await operation.step('import', async () => {
        await unit.untilClear(async () => {
          const { facts, taHosts } = await lookAtAuthority(context);
          return whyNotImport({ authority: facts, taHosts });
        });
        const imported = { ...on, clusterRef: authority, imageHash: image.hash, version };
        await unit.work(
          importing(version),
          { what: 'import of the base image', rule: 'FIX-2', call: () => ta.does.startImport(imported) },
          (started, patience) => ta.awaits.awaitImport({ ...on, ...started, version, patience }),
        );
        unit.story.tell('image.trusted', version, `base image ${version} is trusted on every TA host`);
        await keep(unit, context, authority);
      });
      const attestation = await operation.step('attested', () => {
        const { vcenter, queue } = sideOf(context, host.vcenter);
        return unit.settle(attesting(host.name), (patience) =>
          onTrusted(queue, context.timeScale).awaits.awaitAttestation({
            vcenter,
            host,
            backOff: true,
            patience,
          }),
        );
      });
      const { attestedAt = 'unknown', attestedUntil = 'unknown' } = attestation;
      return `${host.name} is attested since ${attestedAt}, valid until ${attestedUntil}`;
    },
    parkable,
  );

  async function takeFile(
    { context, unit }: Operation,
    { host, version, source }: Details,
  ): Promise<ImageInStore> {
    if (source.way !== 'export') {
      await refuseOthers(source.hash, version);
      if (source.way === 'file') await archive(source.hash, source.bytes, 'a file handed in');
      const from = source.way === 'file' ? 'handed in' : 'from the archive';
      return {
        hash: source.hash,
        evidence: [`version ${version}, ${from}`, `SHA-256 ${source.hash}, ${source.bytes} bytes`],
      };
    }
    const { vcenter, queue, hostAccess } = sideOf(context, source.from.vcenter);
    const access = hostAccess ?? { credential: vcenter.credential, addresses: {} };
    const exported = await unit.attempt('export of the base image', 'FIX-1', () =>
      onTrusted(queue, context.timeScale).does.exportImage({ vcenter, host: source.from, access, version }),
    );
    await refuseOthers(exported.hash, version);
    await records.archiveImage({ image: { ...exported, estate: context.estate } });
    unit.story.tell(
      'image.archived',
      version,
      `base image ${version} exported from ${exported.sourceHost} and archived`,
      {
        data: { ...exported },
      },
    );
    return {
      hash: exported.hash,
      evidence: [
        `version ${version}, exported from ${exported.sourceHost}, which runs it; needed by ${host.name}`,
        ...exportEvidence(exported),
      ],
    };

    async function archive(hash: string, bytes: number, sourceHost: string): Promise<void> {
      const exportedAt = new Date().toISOString();
      const image = {
        version,
        hash,
        bytes,
        sourceHost,
        exportedAt,
        quickBooted: false,
        estate: context.estate,
      };
      await records.archiveImage({ image });
    }
  }
}

/** What would be trusted is what its label says; only an export may say nothing of its version. @rule IMG-3, QB-8 */
async function refuseOthers(hash: string, version: string): Promise<void> {
  const file = await records.readStoredImage({ hash });
  const isSilent = file.problem === undefined && file.versions.length === 0;
  const [why] = isSilent ? [] : imageFileProblems(file, version);
  if (why !== undefined) throw new OperationEnds('failed', `${why.message} ${why.remedy}`);
}

/** @rule ATT-2, ATT-3 */
const attesting = (host: string): Step => ({
  name: 'attestation',
  kind: 'attestation',
  waiting: {
    kind: 'attestation',
    subject: host,
    have: `the base image is trusted; ${host} has not been seen attested. ${VM_IMPACT}`,
    need: 'attested by at least one TA host',
    rule: 'ATT-2',
    youMay: [],
  },
});
