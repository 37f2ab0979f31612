import type { RestRequest } from './client.js';

/** One operation of the Automation API as this package uses it. */
export interface RestOperation {
  readonly method: RestRequest['method'];
  /** Template below `/api`, `/cis/tasks/{task}`. */
  readonly path: string;
  /** Value of `?action=`. */
  readonly action?: string;
  /** Whether it is started with `vmw-task=true` and answered with a task. */
  readonly isTask: boolean;
  /** Whether it changes nothing and starts no work; only such calls are sent by a read-only client. */
  readonly isRead: boolean;
}

const row = (line: string, isRead: boolean): RestOperation => {
  const [method = '', target = '', task] = line.split(/\s+/);
  const [path = '', action] = target.split('?action=');
  return {
    method: method as RestOperation['method'],
    path,
    ...(action === undefined ? {} : { action }),
    isTask: task === '[T]',
    isRead,
  };
};
const rows = (isRead: boolean, text: string): RestOperation[] =>
  text
    .trim()
    .split('\n')
    .map((line) => row(line.trim(), isRead));

/** [T] as in the wire contract: answered with a task. */
const reads = rows(
  true,
  `
  POST /session
  GET /session
  DELETE /session
  GET /cis/tasks/{task}
  POST /cis/tasks?action=list
  GET /vcenter/cluster
  GET /appliance/system/version
  GET /appliance/health/system
  GET /appliance/health/storage
  GET /appliance/health/database-storage
  GET /appliance/timesync
  GET /vcenter/topology/nodes
  GET /vcenter/vcha/cluster/deployment-type
  GET /vcenter/certificate-management/vcenter/tls
  GET /vcenter/certificate-management/vcenter/signing-certificate
  GET /appliance/update
  GET /appliance/update/pending
  GET /appliance/update/staged
  GET /appliance/recovery/backup/parts
  GET /appliance/recovery/backup/job/details
  GET /appliance/recovery/backup/job/{job}
  GET /vcenter/trusted-infrastructure/trust-authority-clusters
  GET /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/attestation/os/esx/base-images [T]
  GET /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/attestation/os/esx/base-images/{version} [T]
  GET /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/attestation/service-status [T]
  GET /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/attestation/tpm2/settings [T]
  GET /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/attestation/tpm2/ca-certificates [T]
  GET /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/attestation/tpm2/ca-certificates/{name} [T]
  GET /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/attestation/tpm2/endorsement-keys [T]
  GET /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/attestation/tpm2/endorsement-keys/{name} [T]
  POST /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/consumer-principals?action=query [T]
  GET /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/consumer-principals/{profile} [T]
  GET /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/kms/service-status [T]
  GET /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/kms/providers [T]
  GET /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/kms/providers/{provider} [T]
  GET /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/kms/providers/{provider}/client-certificate [T]
  GET /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/kms/providers/{provider}/client-certificate/csr [T]
  GET /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/kms/providers/{provider}/peer-certs/current [T]
  GET /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/kms/providers/{provider}/peer-certs/trusted [T]
  POST /vcenter/trusted-infrastructure/trust-authority-hosts/attestation
  POST /vcenter/trusted-infrastructure/trust-authority-hosts/kms?action=query
  GET /vcenter/trusted-infrastructure/principal
  POST /vcenter/trusted-infrastructure/attestation/services?action=query
  POST /vcenter/trusted-infrastructure/kms/services?action=query
  POST /vcenter/trusted-infrastructure/trusted-clusters/{cluster}/attestation/services?action=query
  GET /vcenter/trusted-infrastructure/attestation/services/{service}
  GET /vcenter/trusted-infrastructure/kms/services/{service}
  POST /vcenter/trusted-infrastructure/trusted-clusters/{cluster}/kms/services?action=query
  GET /vcenter/trusted-infrastructure/trusted-clusters/{cluster}/services-applied-config [T]
  GET /vcenter/trusted-infrastructure/hosts/{host}/hardware/tpm
  GET /vcenter/trusted-infrastructure/hosts/{host}/hardware/tpm/{tpm}/event-log
  GET /vcenter/trusted-infrastructure/hosts/{host}/hardware/tpm/{tpm}/endorsement-keys
  GET /vcenter/trusted-infrastructure/hosts/{host}/hardware/tpm/{tpm}/endorsement-keys/{key}
  GET /esx/settings/depot-content/base-images
  GET /esx/settings/clusters/{cluster}/enablement/software
  GET /esx/settings/clusters/{cluster}/policies/apply
  GET /esx/settings/clusters/{cluster}/policies/apply/effective
  GET /esx/settings/clusters/{cluster}/software
  GET /esx/settings/clusters/{cluster}/software/compliance
  GET /esx/settings/clusters/{cluster}/software/drafts
  GET /esx/settings/clusters/{cluster}/software/reports/apply-impact
  GET /esx/settings/clusters/{cluster}/software/reports/last-apply-result
  GET /esx/settings/clusters/{cluster}/software/reports/last-check-result
  GET /esx/settings/clusters/{cluster}/software/reports/hardware-compatibility/details
`,
);

const writes = rows(
  false,
  `
  POST /appliance/update/pending/{version}?action=precheck
  POST /appliance/update/pending/{version}?action=stage
  POST /appliance/update/pending/{version}?action=install
  POST /appliance/recovery/backup/job
  POST /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/attestation/os/esx/base-images?action=import-from-imgdb [T]
  PATCH /vcenter/trusted-infrastructure/trusted-clusters/{cluster}/services-applied-config [T]
  DELETE /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/attestation/os/esx/base-images/{version} [T]
  PATCH /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster} [T]
  POST /vcenter/trusted-infrastructure/attestation/services
  POST /vcenter/trusted-infrastructure/kms/services
  DELETE /vcenter/trusted-infrastructure/attestation/services/{service}
  DELETE /vcenter/trusted-infrastructure/kms/services/{service}
  POST /vcenter/trusted-infrastructure/trusted-clusters/{cluster}/attestation/services [T]
  POST /vcenter/trusted-infrastructure/trusted-clusters/{cluster}/kms/services [T]
  DELETE /vcenter/trusted-infrastructure/trusted-clusters/{cluster}/attestation/services/{service} [T]
  DELETE /vcenter/trusted-infrastructure/trusted-clusters/{cluster}/kms/services/{service} [T]
  POST /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/attestation/tpm2/ca-certificates [T]
  POST /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/attestation/tpm2/endorsement-keys [T]
  PATCH /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/attestation/tpm2/settings [T]
  POST /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/consumer-principals [T]
  POST /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/kms/providers [T]
  PATCH /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/kms/providers/{provider} [T]
  PATCH /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/kms/providers/{provider}/client-certificate [T]
  PUT /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/kms/providers/{provider}/credential [T]
  PATCH /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/kms/providers/{provider}/peer-certs/trusted [T]
  PUT /esx/settings/clusters/{cluster}/policies/apply
  POST /esx/settings/clusters/{cluster}/software/drafts
  DELETE /esx/settings/clusters/{cluster}/software/drafts/{draft}
  PUT /esx/settings/clusters/{cluster}/software/drafts/{draft}/software/base-image
  POST /esx/settings/clusters/{cluster}/software/drafts/{draft}?action=commit [T]
  POST /esx/settings/clusters/{cluster}/software?action=check [T]
  POST /esx/settings/clusters/{cluster}/software?action=stage [T]
  POST /esx/settings/clusters/{cluster}/software?action=apply [T]
`,
);

/** Every operation that can be issued; a request outside this table is never sent. */
export const restOperations: readonly RestOperation[] = [...reads, ...writes];

const patterns = restOperations.map((operation) => ({
  operation,
  // A variable is never `.` or `..`, which would be a step to another path.
  pattern: new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '(?!\\.{1,2}(?:/|$))[^/]+')}$`),
  variables: operation.path.split('{').length,
}));

/** The operation of a request, or nothing when it is none of ours. */
export const restOperationOf = ({
  method,
  path,
  query,
}: Pick<RestRequest, 'method' | 'path' | 'query'>): RestOperation | undefined =>
  patterns
    .filter(
      ({ operation, pattern }) =>
        operation.method === method &&
        operation.action === query?.['action'] &&
        operation.isTask === (query?.['vmw-task'] === true) &&
        pattern.test(path),
    )
    // `job/details` is the list of details, not a job of that name.
    .toSorted((a, b) => a.variables - b.variables)[0]?.operation;
