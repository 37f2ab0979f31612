/**
 * What an answer consists of: `[]` a list of objects, `{}` a map of them, `.` one object, `=` a bare value. Fields
 * after it; `?` marks those that may be missing, and known values follow a colon.
 *
 * Source: VMware's specifications of the Automation API 7.0.3 and 8.0.2 and the bindings of 8.0.3.0. Nested parts are
 * not listed: what the product uses of them is in its own schemas, and an answer without it is an error there.
 */
const table = `
GET /vcenter/cluster [] cluster name ha_enabled drs_enabled
GET /appliance/system/version . version product build type summary releasedate install_time name?
GET /appliance/health/system = :green|yellow|orange|red|gray
GET /appliance/update . state:UP_TO_DATE|UPDATES_PENDING|STAGE_IN_PROGRESS|INSTALL_IN_PROGRESS|INSTALL_FAILED|ROLLBACK_IN_PROGRESS version task? latest_query_time?
GET /appliance/update/pending [] version name description priority:HIGH|MEDIUM|LOW severity:CRITICAL|IMPORTANT|MODERATE|LOW update_type:SECURITY|FIX|UPDATE|UPGRADE release_date reboot_required size
GET /appliance/recovery/backup/job/details {} description service operation status:PENDING|RUNNING|BLOCKED|SUCCEEDED|FAILED cancelable location location_user type:SCHEDULED|MANUAL messages parent? target? progress? error? start_time? end_time? user? duration? size? build? fast_backup? result?
GET TA [] cluster state:ENABLE|DISABLE
GET TA/{cluster}/attestation/os/esx/base-images [] version display_name health:NONE|OK|WARNING|ERROR
GET TA/{cluster}/attestation/os/esx/base-images/{version} . display_name health:NONE|OK|WARNING|ERROR details last_attested_time?
GET TA/{cluster}/attestation/service-status . health:NONE|OK|WARNING|ERROR details
GET TA/{cluster}/attestation/tpm2/settings . require_endorsement_keys require_certificate_validation health:NONE|OK|WARNING|ERROR details
GET TA/{cluster}/attestation/tpm2/ca-certificates [] name health:NONE|OK|WARNING|ERROR
GET TA/{cluster}/attestation/tpm2/endorsement-keys [] name health:NONE|OK|WARNING|ERROR
POST TA/{cluster}/consumer-principals?action=query [] id principal issuer_alias issuer
GET TA/{cluster}/consumer-principals/{profile} . id principal issuer_alias issuer certificates health:NONE|OK|WARNING|ERROR message?
GET TA/{cluster}/kms/service-status . health:NONE|OK|WARNING|ERROR details
GET TA/{cluster}/kms/providers [] provider health:NONE|OK|WARNING|ERROR
GET TA/{cluster}/kms/providers/{provider} . master_key_id key_server status
GET /vcenter/trusted-infrastructure/principal . certificates issuer principal name
POST /vcenter/trusted-infrastructure/attestation/services?action=query [] service address group trust_authority_cluster
POST /vcenter/trusted-infrastructure/kms/services?action=query [] service address group trust_authority_cluster
GET /vcenter/trusted-infrastructure/trusted-clusters/{cluster}/services-applied-config . health:NONE|OK|ERROR details
GET /esx/settings/depot-content/base-images [] display_name version display_version summary category:SECURITY|ENHANCEMENT|BUGFIX kb release_date quick_patch_compatible_versions?
GET /esx/settings/clusters/{cluster}/enablement/software . enabled
GET /esx/settings/clusters/{cluster}/policies/apply . POLICY? ENFORCED?
GET /esx/settings/clusters/{cluster}/policies/apply/effective . POLICY ENFORCED?
GET /esx/settings/clusters/{cluster}/software . base_image components solutions add_on? hardware_support? removed_components?
GET /esx/settings/clusters/{cluster}/software/compliance . impact status:COMPLIANT|NON_COMPLIANT|INCOMPATIBLE|UNAVAILABLE notifications scan_time compliant_hosts non_compliant_hosts incompatible_hosts unavailable_hosts hosts host_info stage_status?:STAGED|NOT_STAGED commit?
GET /esx/settings/clusters/{cluster}/software/reports/apply-impact . impact host_impact commit host_info
GET /cis/tasks/{task} . description service operation status:PENDING|RUNNING|BLOCKED|SUCCEEDED|FAILED cancelable parent? target? progress? error? start_time? end_time? result? user?
`;

/** Fields of a remediation policy, by release: those that an effective one always has, and later ones. */
const policyFields = [
  'failure_action',
  'pre_remediation_power_action:POWER_OFF_VMS|SUSPEND_VMS|DO_NOT_CHANGE_VMS_POWER_STATE|SUSPEND_VMS_TO_MEMORY',
  'enable_quick_boot',
  'disable_dpm',
  'disable_hac',
  'evacuate_offline_vms',
];
const laterPolicyFields = [
  'enforce_hcl_validation',
  'parallel_remediation_action',
  'enforce_quick_patch',
  'config_manager_policy_spec',
];

export interface DocumentedField {
  readonly name: string;
  readonly isOptional: boolean;
  /** Absent = no enumeration. */
  readonly values?: readonly string[];
}

export interface DocumentedAnswer {
  readonly shape: 'list' | 'map' | 'object' | 'value';
  readonly fields: readonly DocumentedField[];
}

const shapes = { '[]': 'list', '{}': 'map', '.': 'object', '=': 'value' } as const;

const expand = (field: string): string[] => {
  const mark = (names: readonly string[], optional: boolean): string[] =>
    names.map((name) => (optional ? name.replace(/^\w+/, '$&?') : name));
  if (field.startsWith('POLICY')) return mark(policyFields, field.endsWith('?'));
  return field === 'ENFORCED?' ? mark(laterPolicyFields, true) : [field];
};

const readField = (field: string): DocumentedField => {
  const [name = '', values] = field.split(':');
  return {
    name: name.replace('?', ''),
    isOptional: name.endsWith('?'),
    ...(values === undefined ? {} : { values: values.split('|') }),
  };
};

const readLine = (line: string): [string, DocumentedAnswer] => {
  const [method = '', path = '', shape = '.', ...fields] = line.split(' ');
  const operation = `${method} ${path.replace(/^TA/, '/vcenter/trusted-infrastructure/trust-authority-clusters')}`;
  return [
    operation,
    { shape: shapes[shape as keyof typeof shapes], fields: fields.flatMap(expand).map(readField) },
  ];
};

/** Documented answers by operation, `GET /vcenter/cluster`; of tasks, the result. */
export const documentedAnswers: ReadonlyMap<string, DocumentedAnswer> = new Map(
  table.trim().split('\n').map(readLine),
);
