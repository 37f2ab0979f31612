/**
 * What a probe can settle of the lab's assumptions: their names and alternatives as a topology spells them
 * (`assumptions:`). The lab shares no code with the product, so this table is the one place that ties them.
 */
export interface Assumptions {
  readonly lastAttestedTime: 'filled' | 'absent';
  readonly baseImageId: 'release-form' | 'patch-form' | 'display-form';
  readonly hostServices: 'all' | 'without-kmxa' | 'none';
  readonly authorityImages: 'supported';
  readonly bootEvents: 'with-reason' | 'without-reason';
  readonly attestationReports: 'as-timed' | 'without-end';
  readonly unsetFields: 'absent' | 'null';
  readonly taskOperation: 'with-suffix' | 'bare';
  readonly taskError: 'object' | 'text';
}

/** One assumption with the alternative that was found. */
export type Settled = {
  readonly [Name in keyof Assumptions]: { readonly name: Name; readonly value: Assumptions[Name] };
}[keyof Assumptions];
