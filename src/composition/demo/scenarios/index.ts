import { archive } from './archive.js';
import { onboarding } from './onboarding.js';
import { retireImages } from './retire-images.js';
import { quickBootDebt } from './quick-boot-debt.js';
import { missingImage } from './missing-image.js';
import { restore } from './restore.js';
import { recovery } from './recovery.js';
import type { DemoScenario } from './scenario.js';

export type { DemoScenario } from './scenario.js';

/** Demonstrations beside the upgrade, by the name that `--scenario` takes. */
export const DEMO_SCENARIOS: Readonly<Record<string, DemoScenario>> = {
  archive,
  'retire-images': retireImages,
  'quick-boot-debt': quickBootDebt,
  onboarding,
  'missing-image': missingImage,
  restore,
  recovery,
};
