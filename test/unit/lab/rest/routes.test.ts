import { describe, expect, it } from '@jest/globals';
import { restRoutes } from '../../../../src/lab/rest/index.js';
import { createRouter } from '../../../../src/lab/rest/router.js';

const TI = '/api/vcenter/trusted-infrastructure';
const TA = `${TI}/trust-authority-clusters/{cluster}`;
const TRUSTED = `${TI}/trusted-clusters/{cluster}`;
const ESX = '/api/esx/settings';
const CLUSTER = `${ESX}/clusters/{cluster}`;
const UPDATE = '/api/appliance/update';
const BACKUP = '/api/appliance/recovery/backup';

/** Attestation and key provider trees are alike. */
const both = (lines: (kind: string) => string): string => ['attestation', 'kms'].map(lines).join('\n');

/**
 * The operations of the wire contract, section by section: `METHOD path[?action][ T]`. Left out on purpose (see the
 * list of differences): unseal of endorsement keys, export, recommendations, changes of depots and depot overrides,
 * schedules' changes, shutdown, adding a host, and everything about standalone hosts.
 */
const contract = `
GET /api/session
POST /api/session
DELETE /api/session
GET /api/cis/tasks/{task}
POST /api/cis/tasks?list
POST /api/cis/tasks/{task}?cancel
GET ${TI}/trust-authority-clusters
GET ${TA}
PATCH ${TA} T
POST ${TI}/trust-authority-hosts/attestation
POST ${TI}/trust-authority-hosts/kms?query
GET ${TI}/trust-authority-hosts/{host}/attestation/
GET ${TI}/trust-authority-hosts/{host}/kms/
GET ${TA}/attestation/os/esx/base-images T
POST ${TA}/attestation/os/esx/base-images?import-from-imgdb T
GET ${TA}/attestation/os/esx/base-images/{version} T
DELETE ${TA}/attestation/os/esx/base-images/{version} T
GET ${TA}/attestation/service-status T
GET ${TA}/kms/service-status T
GET ${TA}/attestation/tpm2/settings T
PATCH ${TA}/attestation/tpm2/settings T
GET ${TA}/attestation/tpm2/ca-certificates T
GET ${TA}/attestation/tpm2/ca-certificates/{name} T
POST ${TA}/attestation/tpm2/ca-certificates T
DELETE ${TA}/attestation/tpm2/ca-certificates/{name} T
GET ${TA}/attestation/tpm2/endorsement-keys T
GET ${TA}/attestation/tpm2/endorsement-keys/{name} T
POST ${TA}/attestation/tpm2/endorsement-keys T
DELETE ${TA}/attestation/tpm2/endorsement-keys/{name} T
POST ${TA}/consumer-principals T
POST ${TA}/consumer-principals?query T
GET ${TA}/consumer-principals/{profile} T
DELETE ${TA}/consumer-principals/{profile} T
GET ${TA}/kms/providers T
POST ${TA}/kms/providers T
GET ${TA}/kms/providers/{provider} T
PATCH ${TA}/kms/providers/{provider} T
DELETE ${TA}/kms/providers/{provider} T
GET ${TA}/kms/providers/{provider}/client-certificate T
POST ${TA}/kms/providers/{provider}/client-certificate T
PATCH ${TA}/kms/providers/{provider}/client-certificate T
GET ${TA}/kms/providers/{provider}/client-certificate/csr T
POST ${TA}/kms/providers/{provider}/client-certificate/csr T
PUT ${TA}/kms/providers/{provider}/credential T
GET ${TA}/kms/providers/{provider}/peer-certs/current T
GET ${TA}/kms/providers/{provider}/peer-certs/trusted T
PATCH ${TA}/kms/providers/{provider}/peer-certs/trusted T
GET ${TI}/principal
${both(
  (kind) => `
POST ${TI}/${kind}/services
POST ${TI}/${kind}/services?query
GET ${TI}/${kind}/services/{service}
DELETE ${TI}/${kind}/services/{service}
POST ${TRUSTED}/${kind}/services T
POST ${TRUSTED}/${kind}/services?query
GET ${TRUSTED}/${kind}/services/{service}
DELETE ${TRUSTED}/${kind}/services/{service} T
POST ${TRUSTED}/${kind}/services-applied-config?query T
GET ${TRUSTED}/${kind}/services-applied-config T
PATCH ${TRUSTED}/${kind}/services-applied-config T
DELETE ${TRUSTED}/${kind}/services-applied-config T`,
)}
GET ${TRUSTED}/services-applied-config T
PATCH ${TRUSTED}/services-applied-config T
DELETE ${TRUSTED}/services-applied-config T
GET ${TI}/hosts/{host}/hardware/tpm
GET ${TI}/hosts/{host}/hardware/tpm/{tpm}
GET ${TI}/hosts/{host}/hardware/tpm/{tpm}/endorsement-keys
GET ${TI}/hosts/{host}/hardware/tpm/{tpm}/endorsement-keys/{key}
GET ${TI}/hosts/{host}/hardware/tpm/{tpm}/event-log
GET /api/vcenter/cluster
GET /api/vcenter/cluster/{cluster}
GET /api/vcenter/host
DELETE /api/vcenter/host/{host}
POST /api/vcenter/host/{host}?connect
POST /api/vcenter/host/{host}?disconnect
GET /api/vcenter/vm
GET /api/vcenter/vm/{vm}
GET /api/vcenter/vm/{vm}/power
POST /api/vcenter/vm/{vm}/power?start
POST /api/vcenter/vm/{vm}/power?stop
POST /api/vcenter/vm/{vm}/power?reset
POST /api/vcenter/vm/{vm}/power?suspend
GET /api/vcenter/datacenter
GET /api/vcenter/folder
GET /api/vcenter/services
POST /api/vcenter/services/{service}?start
POST /api/vcenter/services/{service}?stop
POST /api/vcenter/services/{service}?restart
POST /api/vcenter/system?hello
GET /api/vcenter/system-config/deployment-type
GET /api/appliance/system/version
GET /api/appliance/timesync
GET /api/vcenter/certificate-management/vcenter/signing-certificate
GET /api/vcenter/certificate-management/vcenter/tls
GET /api/vcenter/topology/nodes
GET /api/vcenter/vcha/cluster/deployment-type
GET /api/appliance/system/uptime
GET /api/appliance/health/system
GET /api/appliance/health/applmgmt
GET /api/appliance/health/database-storage
GET /api/appliance/health/load
GET /api/appliance/health/mem
GET /api/appliance/health/storage
GET /api/appliance/health/swap
GET /api/appliance/health/software-packages
GET /api/appliance/health/system/lastcheck
GET /api/appliance/health/{item}/messages
GET /api/appliance/health/database
GET ${UPDATE}
POST ${UPDATE}?cancel
GET ${UPDATE}/pending
GET ${UPDATE}/pending/{version}
POST ${UPDATE}/pending/{version}?precheck
POST ${UPDATE}/pending/{version}?stage
POST ${UPDATE}/pending/{version}?validate
POST ${UPDATE}/pending/{version}?install
POST ${UPDATE}/pending/{version}?stage-and-install
POST ${UPDATE}/pending?rollback
GET ${UPDATE}/staged
DELETE ${UPDATE}/staged
GET ${UPDATE}/policy
PUT ${UPDATE}/policy
GET ${BACKUP}/parts
POST ${BACKUP}?validate
POST ${BACKUP}/job
GET ${BACKUP}/job
GET ${BACKUP}/job/{id}
POST ${BACKUP}/job/{id}?cancel
GET ${BACKUP}/job/details
GET ${BACKUP}/schedules
GET /api/appliance/recovery/reconciliation/job
GET ${CLUSTER}/enablement/software
POST ${CLUSTER}/enablement/software?check T
PUT ${CLUSTER}/enablement/software T
GET ${CLUSTER}/software
GET ${CLUSTER}/software/base-image
GET ${CLUSTER}/software/commits/{commit}
GET ${CLUSTER}/software/effective-components
POST ${CLUSTER}/software/drafts
GET ${CLUSTER}/software/drafts
GET ${CLUSTER}/software/drafts/{draft}
DELETE ${CLUSTER}/software/drafts/{draft}
PUT ${CLUSTER}/software/drafts/{draft}/software/base-image
GET ${CLUSTER}/software/drafts/{draft}/software/base-image
PUT ${CLUSTER}/software/drafts/{draft}/software/add-on
GET ${CLUSTER}/software/drafts/{draft}/software/add-on
DELETE ${CLUSTER}/software/drafts/{draft}/software/add-on
PATCH ${CLUSTER}/software/drafts/{draft}/software/components
PUT ${CLUSTER}/software/drafts/{draft}/software/hardware-support
DELETE ${CLUSTER}/software/drafts/{draft}/software/hardware-support
POST ${CLUSTER}/software/drafts/{draft}?validate T
POST ${CLUSTER}/software/drafts/{draft}?scan T
POST ${CLUSTER}/software/drafts/{draft}?commit T
POST ${CLUSTER}/software/drafts?import-software-spec
POST ${CLUSTER}/software?scan T
POST ${CLUSTER}/software?check T
POST ${CLUSTER}/software?stage T
POST ${CLUSTER}/software?apply T
GET ${CLUSTER}/software/compliance
GET ${CLUSTER}/software/reports/last-apply-result
GET ${CLUSTER}/software/reports/last-check-result
GET ${CLUSTER}/software/reports/apply-impact
GET ${CLUSTER}/software/reports/hardware-compatibility
GET ${CLUSTER}/software/reports/hardware-compatibility/details
POST ${CLUSTER}/software/reports/hardware-compatibility?check T
POST ${CLUSTER}/installed-images?extract T
GET ${CLUSTER}/installed-images
GET ${CLUSTER}/policies/apply
PUT ${CLUSTER}/policies/apply
GET ${CLUSTER}/policies/apply/effective
GET ${ESX}/defaults/clusters/policies/apply
GET ${ESX}/defaults/clusters/policies/apply/effective
GET ${CLUSTER}/depot-overrides
GET ${ESX}/depots/online
GET ${ESX}/depots/offline
GET ${ESX}/depot-content/base-images
GET ${ESX}/depot-content/base-images/versions/{version}
GET /api/esx/hosts/{host}/software/installed-components
`
  .split('\n')
  .filter((line) => line !== '')
  .sort();

describe('the route table', () => {
  it('holds every operation of the wire contract, as a task where it is one, and nothing else', () => {
    const table = restRoutes.map(
      ({ method, path, action, task }) =>
        `${method} ${path}${action === undefined ? '' : `?${action}`}${task === undefined ? '' : ' T'}`,
    );
    expect(table.toSorted()).toEqual(contract);
  });

  it('asks for the privilege of each Trust Authority call, and drops the tree from vSphere 9 on', () => {
    const tree = restRoutes.filter(({ path }) => path.startsWith(TI));
    expect(tree.filter(({ privilege }) => privilege === undefined)).toEqual([]);
    const kept = tree.filter(({ removedIn }) => removedIn === undefined);
    expect(kept.every(({ path }) => path.includes('/hardware/tpm'))).toBe(true);
    expect(kept).toHaveLength(5);
  });

  it('prefers a fixed segment to a variable', () => {
    const find = createRouter(restRoutes);
    const path = `${BACKUP}/job/details`;
    expect(find({ method: 'GET', path, action: undefined, task: false }).route.path).toBe(path);
    const job = find({ method: 'GET', path: `${BACKUP}/job/a%3Ab`, action: undefined, task: false });
    expect(job.variables.get('id')).toBe('a:b');
  });
});
