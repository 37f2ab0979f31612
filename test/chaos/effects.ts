/** Effects of the product on an estate, as the lab names the requests that begin them. */
export const EFFECTS = {
  backup: effect('vcenter', 'POST /api/appliance/recovery/backup/job'),
  precheck: effect('vcenter', 'POST /api/appliance/update/pending/*?action=precheck'),
  stage: effect('vcenter', 'POST /api/appliance/update/pending/*?action=stage'),
  install: effect('vcenter', 'POST /api/appliance/update/pending/*?action=install'),
  policy: effect('cluster', 'PUT /api/esx/settings/clusters/*/policies/apply'),
  draft: effect('cluster', 'POST /api/esx/settings/clusters/*/software/drafts'),
  'base-image': effect('cluster', 'PUT /api/esx/settings/clusters/*/software/drafts/*/software/base-image'),
  commit: effect('cluster', 'POST /api/esx/settings/clusters/*/software/drafts/*?action=commit'),
  evacuate: effect('host', 'HostSystem.EnterMaintenanceMode_Task'),
  apply: effect('host', 'POST /api/esx/settings/clusters/*/software?action=apply'),
  import: effect(
    'authority',
    'POST /api/vcenter/trusted-infrastructure/trust-authority-clusters/*?action=import-from-imgdb',
  ),
  exit: effect('host', 'HostSystem.ExitMaintenanceMode_Task'),
} as const satisfies Readonly<Record<string, Effect>>;

export type EffectName = keyof typeof EFFECTS;
export const EFFECT_NAMES = Object.keys(EFFECTS) as EffectName[];

interface Effect {
  /** How often a run has it: once per vCenter, per cluster, per host, or once on the Trust Authority side. */
  readonly per: 'vcenter' | 'cluster' | 'host' | 'authority';
  /** Operation as `/lab/faults` and `/lab/traps` match it. */
  readonly operation: string;
}

function effect(per: Effect['per'], operation: string): Effect {
  return { per, operation };
}
