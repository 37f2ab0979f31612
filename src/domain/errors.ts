/** One error that people can meet: a sentence for the operator, and what to do next. */
export interface ErrorText {
  readonly sentence: string;
  readonly whatToDo: string;
}

/** The registry of error codes. A code never changes its meaning; it is part of the REST interface. */
export const ERRORS = {
  'estate-invalid': error(
    'The estate file has problems.',
    'Correct every listed place and register the file again; nothing was registered.',
  ),
  'estate-unknown': error(
    'No estate of this name is registered.',
    'List the estates, or register the file first.',
  ),
  'estate-in-use': error('The estate has a run that has not ended.', 'Wait for the run to end, or abort it.'),
  'request-invalid': error('The request has problems.', 'Correct every listed place; nothing was changed.'),
  'idempotency-conflict': error(
    'This idempotency key was used for another request.',
    'Use a new key for a new request.',
  ),
  'not-authenticated': error(
    'The request carries no valid token.',
    'Log in again and send the token as bearer token.',
  ),
  'not-permitted': error('Your roles do not allow this.', 'Ask somebody with the named role.'),
  'not-found': error('There is no such thing.', 'Check the name or ID; list what there is.'),
  'cluster-unknown': error(
    'A cluster of the estate file is not in its vCenter.',
    'Correct the name; the known clusters are listed.',
  ),
  'target-refused': error(
    'The target is vSphere 9 or later, where Trust Authority does not exist.',
    'Choose the newest 8.0 release.',
  ),
  'image-file-invalid': error(
    'The file is no image database.',
    'Take boot_imgdb.tgz of a host that runs exactly the version, whole, and hand it in again; nothing was kept.',
  ),
  'plan-unknown': error('There is no plan of this hash.', 'Make a plan first, or check the hash.'),
  'plan-blocked': error(
    'The plan has blockers and cannot start a run.',
    'Settle every blocker, then plan again.',
  ),
  'plan-stale': error(
    'The plan was made from another version of the estate file.',
    'Plan again and use the new hash.',
  ),
  'plan-broken': error(
    'The plan breaks rules that the independent checker knows.',
    'Plan again; if it happens again, report it as a fault.',
  ),
  'inventory-unreadable': error(
    'A part of the estate could not be read.',
    'Repair access to the named part and read again.',
  ),
  'rule-unknown': error('The rule book has no rule of this ID.', 'List all rules with `vta explain`.'),
  'run-exists': error(
    'This estate already has a run in progress.',
    'Watch or abort that run; an estate has one at a time.',
  ),
  'run-unknown': error('There is no run of this ID.', 'List the runs of the estate.'),
  'run-ended': error(
    'The run has ended and takes no more requests.',
    'Look at its report; start another run if work is left.',
  ),
  'run-refused': error(
    'The run does not allow this now.',
    'Read the sentence that says why; look at its status.',
  ),
  'gate-unknown': error('The run has no gate of this name.', 'List the gates of the run.'),
  'gate-not-open': error('The gate is not open.', 'Wait until the run reaches it, or look who decided it.'),
  'gate-plan-differs': error(
    'The decision names another plan than the run executes.',
    "Look at the run's plan and decide again.",
  ),
  'gate-self-approval': error('Whoever requested a run may not approve its gates.', 'Ask another approver.'),
  'subject-unknown': error(
    'The plan of this run has no host or vCenter of this name.',
    'List the hosts of the run.',
  ),
  'subject-not-parked': error(
    'Nothing waits for a decision about this host or vCenter.',
    'Look at the run: it lists what is parked.',
  ),
  'choice-not-offered': error(
    'This choice is not offered now.',
    'Look at the host: its choices are listed with what each does.',
  ),
  'decision-taken': error(
    'Somebody has already decided about this host or vCenter.',
    'Wait for what comes of it; it is parked again if it fails again.',
  ),
  'decision-stale': error(
    'The decision is not complete, or is about another plan than the run executes.',
    "Look at the run's plan and decide again.",
  ),
  'rule-refused': error('A rule says no.', 'Read the findings: each says what to do.'),
  'vcenter-unreachable': error(
    'A vCenter does not answer.',
    'Check network and appliance; runs go on by themselves.',
  ),
  'vcenter-too-old': error(
    'A vCenter is older than 7.0 U2 and cannot be worked with.',
    'Upgrade it to 7.0 U2 or later by hand, then try again.',
  ),
  'vcenter-certificate': error(
    "A server's certificate is not the pinned one.",
    'If it was renewed, compare the new thumbprint out of band and change the estate file.',
  ),
  'login-refused': error(
    'A vCenter or host refused the login.',
    'Check the credential of that name where the worker keeps it.',
  ),
  'credential-unknown': error(
    'The worker does not know the credential of this name.',
    'Add it to the credentials of the worker of that side.',
  ),
  'privilege-missing': error(
    'The account lacks a privilege or the group TrustedAdmins.',
    'Grant the named privilege; Trust Authority also needs membership in TrustedAdmins.',
  ),
  'licence-missing': error(
    'The licence does not cover Trust Authority.',
    'Assign a licence with the feature trustedplatform.',
  ),
  'protocol-unexpected': error(
    'A server answered in a way that its interface does not promise.',
    'Report it with the named operation; nothing was assumed.',
  ),
  'outcome-unknown': error(
    'The answer to a change was lost.',
    'Nothing: the state is read back before anything is repeated.',
  ),
  'precheck-failed': error(
    "The appliance's own pre-check found errors.",
    'Settle the listed errors on the appliance, then retry the step.',
  ),
  'backup-failed': error(
    'The backup of a vCenter failed.',
    'Look at the backup job and its target, then retry the step.',
  ),
  'update-failed': error(
    'The update of a vCenter failed.',
    'Look at the update log; restore or repair the appliance. It is never installed again blindly.',
  ),
  'evacuation-failed': error(
    'A host could not be emptied.',
    'Move or shut down the named VMs, then retry the host.',
  ),
  'remediation-failed': error(
    'Lifecycle Manager could not bring a host to the image.',
    'Read the messages of its last apply; repair the host, then retry it.',
  ),
  'host-fell-back': error(
    'A host came back on its old version.',
    'Look at its console: it booted the old bank. Then retry or skip it.',
  ),
  'host-not-back': error(
    'A host did not come back in time.',
    'Look at its console; power-cycle it if it hangs.',
  ),
  'attestation-failed': error(
    'A host does not attest in time.',
    'Read the named log files; the host stays in maintenance mode.',
  ),
  'base-image-missing': error(
    'The Trust Authority Cluster lacks a base image.',
    'Export it from a host on that version and import it.',
  ),
  'image-export-failed': error(
    'The image database could not be taken from the test host.',
    'Check hostAccess and that the host answers on HTTPS.',
  ),
  'image-import-failed': error(
    'A base image could not be imported on every TA host.',
    'Connect all TA hosts and retry.',
  ),
  'policy-not-restored': error(
    'A remediation policy could not be put back as it was found.',
    'Set it by hand; the report shows the values found.',
  ),
  'archive-unknown': error(
    'There is no archive of this hash.',
    'List the archives of the estate: vta archive list.',
  ),
  'archive-refused': error(
    'The archive cannot be used.',
    'Read the sentence that says why; take another archive, or a new one.',
  ),
  'blob-damaged': error(
    'A stored file does not match its hash.',
    'Restore the file store from its backup; the file is not used.',
  ),
  'payload-newer': error(
    'Another process of the product is of a later release, and said what this one does not understand.',
    'Upgrade this process too; nothing was done, and the run goes on.',
  ),
  'payload-invalid': error(
    'What another process of the product wrote cannot be read.',
    'Report it with the named field; nothing was assumed.',
  ),
  'records-unavailable': error(
    'The records database cannot be written.',
    'Repair it; runs go on, but pass no gate until then.',
  ),
  'engine-unavailable': error(
    'Temporal does not answer.',
    'Start or repair it; runs stand still and go on by themselves.',
  ),
  'worker-absent': error('No worker serves the needed task queue.', 'Start a worker of the named zone.'),
  internal: error(
    'The service met a situation it was not written for.',
    'Report it with the request ID; nothing is lost.',
  ),
} as const satisfies Readonly<Record<string, ErrorText>>;

export type ErrorCode = keyof typeof ERRORS;

/** `docs/reference/errors.md`: one heading per code, which is its anchor. */
export function renderErrorReference(): string {
  const sections = Object.entries(ERRORS).map(
    ([code, { sentence, whatToDo }]) => `## ${code}\n\n${sentence}\n\n**What to do:** ${whatToDo}\n`,
  );
  return `# Error codes\n\nGenerated from \`src/domain/errors.ts\`; do not edit.\n\n${sections.join('\n')}`;
}

function error(sentence: string, whatToDo: string): ErrorText {
  return { sentence, whatToDo };
}
