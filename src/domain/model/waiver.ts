/** A person takes the responsibility for blockers of one check, for a time. */
export interface Waiver {
  readonly id: string;
  readonly estate: string;
  /** ID of the check, as in `docs/reference/preflight.md`. */
  readonly check: string;
  /** Subject of its findings; absent = all of them in the estate. */
  readonly subject?: string;
  readonly reason: string;
  readonly by: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** From then on it counts no more, ISO 8601. */
  readonly expiresAt: string;
}
