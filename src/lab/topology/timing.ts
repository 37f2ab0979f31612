import { z } from 'zod';

const seconds = (value: number, about: string) =>
  z.number().min(0).default(value).describe(`${about}; lab seconds`);

/**
 * How long things take in the lab. The defaults follow what public sources report for real estates; every
 * duration gets a small seeded jitter per host, so that equal hosts do not march in step.
 */
export const Timing = z.strictObject({
  jitter: z.number().min(0).max(0.5).default(0.08).describe('share by which durations vary, 0.08 = ±8 %'),

  vmotionMiBPerSecond: z.number().positive().default(600).describe('memory copied per second by one vMotion'),
  vmotionOverheadSeconds: seconds(8, 'fixed part of one vMotion'),
  vmotionsInParallel: z.number().int().min(1).max(8).default(2).describe('vMotions at a time per host'),
  enterMaintenanceSeconds: seconds(30, 'entering maintenance mode without any VM'),
  exitMaintenanceSeconds: seconds(20, 'leaving maintenance mode'),
  evacuationRefusalSeconds: seconds(120, 'until a host that cannot be emptied refuses maintenance mode'),
  drsRebalanceDelaySeconds: seconds(300, 'after maintenance until DRS moves VMs back'),
  serviceStartSeconds: seconds(20, 'until a service of a host that is started or restarted runs'),
  reconnectSeconds: seconds(15, 'reconnecting or disconnecting a host'),

  scanSeconds: seconds(45, 'vLCM compliance scan of a cluster'),
  checkSeconds: seconds(60, 'vLCM pre-check'),
  commitSeconds: seconds(5, 'vLCM commit of a draft'),
  stageSeconds: seconds(300, 'vLCM staging per host'),
  installSeconds: seconds(600, 'installing an ESXi image'),
  stagedInstallSeconds: seconds(240, 'installing an ESXi image that was staged before'),
  shutdownSeconds: seconds(45, 'from the reboot call until the host is gone'),
  fullBootSeconds: seconds(1_020, 'boot through firmware until the host is connected again'),
  quickBootSeconds: seconds(270, 'Quick Boot until the host is connected again'),
  rebootTimeoutSeconds: seconds(3_600, 'how long vLCM waits for a host after its reboot'),

  attestationSeconds: seconds(170, 'from boot to the first attestation attempt'),
  attestationRetrySeconds: seconds(60, 'between attempts while attestation fails'),
  reportLifetimeSeconds: z
    .number()
    .min(60)
    .default(28_800)
    .describe('validity of an attestation report; lab seconds'),
  reportRenewBeforeSeconds: seconds(7_200, 'renewal before the report expires'),
  importSeconds: seconds(120, 'import of a base image on the Trust Authority hosts'),
  removeImageSeconds: seconds(30, 'removal of a base image from the Trust Authority hosts'),
  healthSettleSeconds: seconds(15, 'after a configuration change until health is more than NONE'),
  remediateTrustSeconds: seconds(120, 'remediation of a trusted cluster'),

  vcenterStageSeconds: seconds(900, 'staging a vCenter update'),
  vcenterOutageAfterSeconds: seconds(900, 'from the start of the installation until the services stop'),
  vcenterRefusedSeconds: seconds(300, 'API refuses connections during the installation'),
  vcenterBadGatewaySeconds: seconds(180, 'then the proxy answers without a service behind it'),
  majorUpgradeSeconds: seconds(5_400, 'major upgrade of vCenter until the old appliance is switched off'),
  majorUpgradeOutageSeconds: seconds(1_800, 'then until the new one answers'),
  backupSeconds: seconds(900, 'file-based backup of vCenter'),

  sessionIdleSeconds: seconds(1_800, 'idle sessions end'),
  taskRetentionSeconds: seconds(86_400, 'finished tasks stay readable'),
});
export type Timing = z.infer<typeof Timing>;
