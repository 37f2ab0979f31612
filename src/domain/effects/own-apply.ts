/** The newest apply of a cluster as vLCM reports it; hosts by moid. */
export interface EndedApply {
  readonly commit: string;
  /** ISO 8601, by the clock of vCenter; absent = not told. */
  readonly startedAt?: string;
  readonly failed: readonly string[];
  readonly successful: readonly string[];
  readonly skipped: readonly string[];
}

/** Times on the wire may be whole seconds. */
const ROUNDING_MS = 1_000;

/**
 * Whether the newest apply is the one that this step began: then it is not begun again by itself, however it ended.
 * One whose beginning is not told counts as ours, unless a person has decided to apply again.
 *
 * @param step.beganMs - when the step began, or the decision to repeat it was taken, by the clock of vCenter
 * @rule ORD-7, ORD-8, DG-14
 */
export function isOwnApply(
  last: EndedApply,
  step: {
    readonly host: string;
    readonly commit: string;
    readonly beganMs: number;
    readonly isDecided: boolean;
  },
): boolean {
  const concerns = [...last.failed, ...last.successful, ...last.skipped].includes(step.host);
  if (last.commit !== step.commit || !concerns) return false;
  if (last.startedAt === undefined) return !step.isDecided;
  return Date.parse(last.startedAt) >= step.beganMs - ROUNDING_MS;
}

/**
 * Whether the install that the appliance tells of is one that this step began: one that is over without the version
 * being there is not begun again by itself. One whose beginning is not told counts as ours when the step may have begun
 * one.
 *
 * @param step.beganMs - when the step began, by the clock of vCenter
 * @param step.isRepeated - whether it has been attempted before
 * @rule ORD-2, ORD-4, DG-14
 */
export function isOwnInstall(
  { startedAt }: { readonly startedAt?: string },
  step: { readonly beganMs: number; readonly isRepeated: boolean },
): boolean {
  if (startedAt === undefined) return step.isRepeated;
  return Date.parse(startedAt) >= step.beganMs - ROUNDING_MS;
}
