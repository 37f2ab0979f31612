import type { EstateInventory } from '../../src/cli/client/types.js';
import type { JournalEntry } from '../../src/lab/world/model.js';
import type { LabState } from './lab.js';
import { patiently } from './operator.js';
import type { Stack } from './stack.js';

/** What the product shows of the estate, and what is so in the lab. */
export interface Picture {
  /** Absent where no run was begun. */
  readonly inventory: EstateInventory | undefined;
  readonly state: LabState;
  readonly journal: readonly JournalEntry[];
}

/** A host that boots is back after so many looks, at any pace that is drawn; one that hangs is never. */
const MOST_LOOKS = 60;
const LOOK_EVERY_MS = 250;

/** Both of one moment: taken again while a host boots, or when one has changed between the two. */
export async function takePicture({ lab, requester: { api } }: Stack, hasRun: boolean): Promise<Picture> {
  for (let looks = 1; ; looks += 1) {
    const before = await lab.journal();
    if (bootsNow(before) && looks < MOST_LOOKS) {
      await pause();
      continue;
    }
    if (hasRun) await patiently(() => api.survey('lab'));
    const inventory = hasRun ? await patiently(() => api.inventory('lab')) : undefined;
    const [state, journal] = [await lab.state(), await lab.journal()];
    const isStill = !bootsNow(journal) && !journal.slice(before.length).some(isOfHost);
    if (isStill || looks === MOST_LOOKS) return { inventory, state, journal };
    await pause();
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));

/** Reports of attestation come and go while a host stands still. */
const isOfHost = ({ effect }: JournalEntry): boolean =>
  effect.startsWith('host.') && !/^host\.(attested|unattested|report)/.test(effect);

function bootsNow(journal: readonly JournalEntry[]): boolean {
  const booting = new Set<string>();
  for (const { effect, subject } of journal) {
    if (effect === 'host.reboot') booting.add(subject);
    if (effect === 'host.booted') booting.delete(subject);
  }
  return booting.size > 0;
}
