import { condition, isCancellation, patched, setHandler, startChild } from '@temporalio/workflow';
import type { ExportedImage } from '../activities/trusted.js';
import { trustedVersions } from '../domain/attestation/index.js';
import { gateIds } from '../domain/planning/gates.js';
import { hostWorkflowId } from '../domain/ids.js';
import type { ImageFile, LedgerRow } from '../domain/model/inventory.js';
import type { HostStep } from '../domain/model/plan.js';
import { exportEvidence } from '../domain/repairing/index.js';
import { whyNotImport } from '../domain/safety/index.js';
import { onAuthority, onTrusted, records } from './activity-proxies.js';
import { archiveBothSides } from './archive.js';
import { lookAtAuthority } from './authority-look.js';
import { CHILD_OPTIONS } from './children.js';
import type { Control, UnitContext } from './context.js';
import type { HostResult } from './host/input.js';
import { parentHandle } from './host/parks.js';
import { upgradeHost } from './host/upgrade-host.js';
import { controlSignal, hostParkedSignal, imageTrustedSignal, testHostReadySignal } from './messages.js';
import type { Step } from './step.js';
import { tolerant } from './tolerant.js';
import { Aborted, beginUnit } from './unit.js';

export interface QualifyBaseImageInput {
  readonly context: UnitContext;
  /** The test host's step; always a full boot. */
  readonly step: HostStep;
  readonly commit: string;
  readonly ledgerRow?: LedgerRow;
  readonly control: Control;
}

/** A file that is decided about, and what people see of it at the gate. */
interface ImageToTrust {
  readonly hash: string;
  readonly evidence: readonly string[];
}

/** The import of a base image, until every TA host has it. */
export const importing = (version: string): Step => ({
  name: 'image-import',
  kind: 'imageImport',
  waiting: {
    kind: 'image-import',
    subject: version,
    have: 'importing the base image into the Trust Authority Cluster',
    need: 'listed with health OK, that is on every TA host',
    rule: 'IMG-4',
    youMay: [],
  },
});

/**
 * The test host goes first: full boot on the target, export, archive, approval, import on every TA host, attested.
 * Only then may production hosts follow. With a supplied file nothing is exported: it is approved and imported before the
 * first host is touched, which then is the proof.
 *
 * @rule IMG-2, IMG-3, IMG-4, DG-2, DG-4, DG-6, DG-11, DG-15
 */
export async function qualifyBaseImage(input: QualifyBaseImageInput): Promise<HostResult> {
  const { context, step, commit } = input;
  const unit = beginUnit(context, step.cluster.name, { control: input.control });
  let isReady = false;
  setHandler(testHostReadySignal, () => {
    isReady = true;
  });
  setHandler(hostParkedSignal, (news) => tolerant(() => parentHandle().signal(hostParkedSignal, news)));
  const { authority } = context;
  const ta = onAuthority(authority.queue, context.timeScale);
  const on = { vcenter: authority.vcenter, cluster: authority.cluster };

  if (step.imageFile !== undefined) {
    try {
      await trustImage();
    } catch (error) {
      if (!(error instanceof Aborted)) throw error;
      await unit.story.flush();
      return { result: 'not-started' };
    }
  }
  const child = await startChild(upgradeHost, {
    ...CHILD_OPTIONS,
    workflowId: hostWorkflowId(context.estate, step.host),
    args: [
      {
        context,
        step,
        commit,
        control: unit.control,
        ...(input.ledgerRow === undefined ? {} : { ledgerRow: input.ledgerRow }),
      },
    ],
  });
  let ended: HostResult | undefined;
  const result = unit.relayTo(child).then((value) => (ended = value));

  // With a supplied file the host asks for nothing.
  await condition(() => isReady || ended !== undefined);
  if (ended !== undefined) return ended;

  try {
    await trustImage();
    await child.signal(imageTrustedSignal);
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    // Rejected or aborted: the test host waits for its image no longer.
    await child.signal(controlSignal, { paused: false, aborting: true });
  }
  const last = await result;
  await unit.story.flush();
  return last;

  async function trustImage(): Promise<void> {
    const { target } = step;
    const gate = gateIds.trustImage(target);
    const look = () => ta.does.lookAtAuthority(on);
    const before = await unit.attempt('reading the Trust Authority Cluster', 'IMG-4', look);
    const present = before.facts.images.find(({ version }) => version === target);
    if (present?.health === 'OK') {
      await unit.skipGate(gate, `${target} is already trusted on every TA host`);
      return;
    }
    const image = step.imageFile === undefined ? await exported() : supplied(step.imageFile);
    if (image === 'imported-by-hand') {
      await acknowledge();
      await archiveBothSides(unit, context, before.facts.cluster);
      return;
    }

    const approved = await unit.gate(gate, image.evidence);
    if (!approved) throw new Aborted();

    await unit.untilClear(async () => {
      const { facts, taHosts } = await lookAtAuthority(context);
      return whyNotImport({ authority: facts, taHosts });
    }, 'inHand');
    const { hash: imageHash } = image;
    await unit.work(
      importing(target),
      {
        what: 'import of the base image',
        rule: 'IMG-4',
        call: () =>
          ta.does.startImport({ ...on, clusterRef: before.facts.cluster, imageHash, version: target }),
      },
      (started, patience) => ta.awaits.awaitImport({ ...on, ...started, version: target, patience }),
    );
    unit.story.tell('image.trusted', target, `base image ${target} is trusted on every TA host`);
    await archiveBothSides(unit, context, before.facts.cluster);

    async function exported(): Promise<ImageToTrust | 'imported-by-hand'> {
      const image = await unit.attempt('export of the base image', 'IMG-3', exportOrByHand, [
        {
          who: 'Trust Authority administrator',
          what: `or import it by hand: Export-VMHostImageDb from ${step.host.name}, then New-TrustAuthorityVMHostBaseImage in cluster ${authority.cluster}; the run goes on when ${target} is listed with health OK`,
        },
      ]);
      if (image === 'imported-by-hand') return image;
      await records.archiveImage({ image: { ...image, estate: context.estate } });
      unit.story.tell(
        'image.archived',
        target,
        `base image ${target} exported from ${image.sourceHost} and archived`,
        { data: { ...image } },
      );
      return {
        hash: image.hash,
        evidence: [`version ${target}, exported from ${image.sourceHost}`, ...exportEvidence(image)],
      };
    }

    /** A file of the archive, checked when it was taken in. @rule IMG-2, DG-6 */
    function supplied({ hash, bytes, from }: ImageFile): ImageToTrust {
      return {
        hash,
        evidence: [
          `version ${target}, from a file supplied by ${from}; nothing was exported from a host here`,
          `SHA-256 ${hash}, ${bytes} bytes`,
          `${step.host.name} is upgraded next and proves that ${target} attests; the run pauses after it`,
        ],
      };
    }

    /** What a person has imported meanwhile need not be exported any more. */
    async function exportOrByHand(): Promise<ExportedImage | 'imported-by-hand'> {
      try {
        return await onTrusted(context.queue, context.timeScale).does.exportImage({
          vcenter: context.vcenter,
          host: step.host,
          access: context.hostAccess ?? { credential: context.vcenter.credential, addresses: {} },
          version: target,
        });
      } catch (error) {
        if (isCancellation(error) || !patched('image-by-hand')) throw error;
        const { facts } = await look();
        if (!trustedVersions(facts).includes(target)) throw error;
        return 'imported-by-hand';
      }
    }

    /** Trusting an image is decided at its gate, whoever imported it. @rule DG-2, DG-11 */
    async function acknowledge(): Promise<void> {
      const approved = await unit.gate(gate, [
        `version ${target} was imported by hand while this run waited; it is trusted on every TA host`,
        `${step.host.name} runs it after a full boot and attests with it next`,
        'the archive has no file of it: keep the boot_imgdb.tgz, a failed TA host cannot be re-added without it (DG-11)',
      ]);
      if (!approved) throw new Aborted();
      unit.story.tell(
        'image.trusted',
        target,
        `base image ${target}, imported by hand, is trusted on every TA host`,
      );
    }
  }
}
