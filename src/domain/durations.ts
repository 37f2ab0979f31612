/** One kind of step with its usual time and what is done when it takes longer. All in seconds of the estate's time. */
export interface StepDuration {
  /** Middle of the usual range; forecasts add these up. */
  readonly expectedSeconds: number;
  /** After this the step is shown as late. */
  readonly softWarningSeconds: number;
  /** After this the run asks an operator; it never gives up by itself. */
  readonly hardLimitSeconds: number;
  /** Time between two looks. */
  readonly pollSeconds: number;
  /** Automatic repetitions; 0 for what must never be repeated blindly (reboot, apply, install). */
  readonly retries: number;
  /** Time between a failure and its automatic repetition. */
  readonly retryDelaySeconds: number;
}

const minutes = (count: number) => count * 60;
const hours = (count: number) => count * 3600;

/**
 * Defaults of the configuration's `durations` (vta-operations 2.17); ranges there are represented by their middle.
 * Looks at a host are more frequent than proposed there, so that noticing late costs less than 2 % of a host's time.
 */
export const DURATIONS = {
  backup: row(minutes(30), minutes(60), hours(4), 30, 2, minutes(5)),
  precheckAndStage: row(minutes(20), minutes(60), hours(3), 30, 2, minutes(5)),
  /** Includes the API outage; never a blind re-install. */
  installVCenter: row(minutes(45), minutes(90), hours(4), 30),
  /** Major upgrade by people, with the installer or as reduced downtime upgrade. */
  majorUpgrade: row(hours(2), hours(4), hours(12), 30),
  vcenterReachable: row(minutes(15), minutes(30), hours(2), 30),
  evacuation: row(minutes(22.5), hours(1), hours(4), 10, 3, minutes(5)),
  /** vSAN with full data migration may take a day. */
  evacuationVsan: row(minutes(22.5), hours(1), hours(24), 10, 3, minutes(5)),
  fullBoot: row(minutes(45), minutes(75), hours(2), 10),
  quickBoot: row(minutes(17.5), minutes(45), minutes(90), 10),
  attestation: row(minutes(5.5), minutes(15), minutes(45), 10),
  imageImport: row(minutes(3), minutes(10), minutes(30), 10, 5, minutes(1)),
  imageRemoval: row(minutes(3), minutes(10), minutes(30), 10),
  /** Reports are renewed before they run out; no source states how long they live (vta-operations 2.5). */
  attestationRenewal: row(hours(6), hours(12), hours(24), 60),
  /** Never repeated by itself: a stop is a person's decision. */
  serviceRestart: row(minutes(1), minutes(5), minutes(15), 5),
  remediateConfiguration: row(minutes(5.5), minutes(20), hours(1), 15, 2, minutes(5)),
} as const satisfies Readonly<Record<string, StepDuration>>;

export type DurationKind = keyof typeof DURATIONS;

/** The whole table, as a configuration may have changed it. Plain JSON. */
export type Durations = Readonly<Record<DurationKind, StepDuration>>;

export const DURATION_KINDS = Object.keys(DURATIONS) as DurationKind[];

/** What each kind of step is, for people who change its times. */
export const DURATION_MEANINGS: Readonly<Record<DurationKind, string>> = {
  backup: 'file-based backup of a vCenter',
  precheckAndStage: 'pre-check and staging of a vCenter update',
  installVCenter: "install of a vCenter update with the API's absence",
  majorUpgrade: 'upgrade of a vCenter by people',
  vcenterReachable: 'a vCenter answers again',
  evacuation: 'entering maintenance mode',
  evacuationVsan: 'entering maintenance mode with full vSAN data migration',
  fullBoot: 'install, full boot and reconnect of a host',
  quickBoot: 'install, Quick Boot and reconnect of a host',
  attestation: 'a host is attested after its boot, or leaves maintenance mode',
  imageImport: 'import of a base image until it is healthy, or commit of a desired image',
  imageRemoval: 'removal of a base image until it is not listed any more',
  attestationRenewal: 'every trusted host is attested anew after the removal of a base image',
  serviceRestart: 'a service runs, and health is OK, after a start or restart',
  remediateConfiguration: 'remediation of a trusted cluster',
};

function row(
  expectedSeconds: number,
  softWarningSeconds: number,
  hardLimitSeconds: number,
  pollSeconds: number,
  retries = 0,
  retryDelaySeconds = 0,
): StepDuration {
  return { expectedSeconds, softWarningSeconds, hardLimitSeconds, pollSeconds, retries, retryDelaySeconds };
}
