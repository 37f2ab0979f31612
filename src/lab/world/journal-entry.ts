/** Login of the administrator whom `foreign-administrator` faults let act; no effect of his is the product's. */
export const FOREIGN_LOGIN = 'someone.else@corp.example';

/** Everything that happened to the estate, in order. The referee judges this and nothing else. */
export interface JournalEntry {
  readonly seq: number;
  readonly labTime: string;
  readonly wallTime: string;
  readonly vcenter: string;
  /** Login that caused it; empty for what happens by itself. */
  readonly login: string;
  readonly effect: Effect;
  /** Host, cluster, vCenter, image or VM by name. */
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * Effects of the journal and what `detail` holds. Names of hosts and clusters are used throughout, not moids.
 *
 * | effect | subject | detail |
 * |---|---|---|
 * | lab.started | topology name | `vcenters: [{name, role, version, clusters: [{name, kind, policy (effective), hosts: [{name, installed, measured, fallback, inMaintenance, connection}]}]}], images: [versions trusted on all TA hosts], configuration: {TA host: {item: digest}}` |
 * | vcenter.backup.started/ended | vCenter | `job, ok?` |
 * | vcenter.stage.started/ended, vcenter.install.started/ended | vCenter | `version, from, ok?, by?: operator (the installer)` |
 * | vcenter.api.down/up | vCenter | `why` |
 * | vcenter.principal.changed | vCenter | |
 * | cluster.image.committed | cluster | `commit, baseImage` |
 * | cluster.policy.written | cluster | `before, after` (effective policies) |
 * | cluster.check/stage/apply.requested | cluster | `commit, version, hosts: [names]` |
 * | cluster.check/stage/apply.ended | cluster | `commit, ok, failed: [names]` |
 * | host.maintenance.requested | host | `direction: enter/exit` |
 * | host.maintenance.entered/exited/failed | host | `by: task/vlcm, reason?` |
 * | host.install | host | `from, to` |
 * | host.reboot | host | `type: full/quick, by: vlcm/operator/fault/console` |
 * | host.booted | host | `type, installed, measured, fallback, bootTime` |
 * | host.connection | host | `state` |
 * | host.restored | host | `way: rollback/fresh-install, version`: a person at the console began it |
 * | host.removed | host | `cluster`: taken out of the inventory |
 * | host.added | host | `cluster, version, newCertificate`: taken in again, without any vTA configuration |
 * | host.attested / host.unattested / host.report.expired | host | `taHost, version, reason?` |
 * | host.service | host | `service, running, action?: start/stop/restart` (ordered; without it, it came up) |
 * | image.import.requested | TA cluster | `version` |
 * | image.imported | TA cluster | `version, hosts: [names], missing: [names]` |
 * | image.removed | TA cluster | `version, hosts` |
 * | authority.enabled | TA cluster | `hosts: [names]` whose vTA services were switched on |
 * | trust.service | trusted vCenter, or trusted cluster when bound to it | `service, host, change: registered/unregistered/bound/unbound` |
 * | configuration.changed | TA cluster | `item (kind/name), digests: {TA host: digest of its copy, null = it has none}` |
 * | host.issuers | TA host | `left: [issuers]` that it keeps although its configuration is gone |
 * | configuration.emptied | TA cluster | `hosts: [names]`: nothing of the vTA configuration is left there |
 * | trust.remediated | cluster | |
 * | trust.bound | cluster | `kind: attestation/kms` |
 * | trust.diverged | cluster | `service`: its hosts do not run it any more |
 * | principal.imported | TA cluster | `of` (trusted vCenter) |
 * | vm.moved / vm.locked / vm.unlocked | VM | `from?, to?, host` |
 * | session.opened / session.ended | login | `door` |
 * | fault.fired | operation, host, VM or vCenter | `fault, rule, pattern` |
 * | fault.healed | pattern of the rule | `fault, rule, fired`: it had fired, and is removed or over |
 */
export type Effect =
  | 'lab.started'
  | `vcenter.${'backup' | 'stage' | 'install'}.${'started' | 'ended'}`
  | `vcenter.api.${'down' | 'up'}`
  | 'vcenter.principal.changed'
  | 'principal.imported'
  | 'trust.diverged'
  | 'cluster.image.committed'
  | 'cluster.policy.written'
  | `cluster.${'check' | 'stage' | 'apply'}.${'requested' | 'ended'}`
  | `host.maintenance.${'requested' | 'entered' | 'exited' | 'failed'}`
  | 'host.install'
  | 'host.reboot'
  | 'host.booted'
  | 'host.connection'
  | `host.${'restored' | 'removed' | 'added'}`
  | 'host.attested'
  | 'host.unattested'
  | 'host.report.expired'
  | 'host.service'
  | 'image.import.requested'
  | 'image.imported'
  | 'image.removed'
  | 'authority.enabled'
  | 'trust.service'
  | 'configuration.changed'
  | 'host.issuers'
  | 'configuration.emptied'
  | 'trust.remediated'
  | 'trust.bound'
  | 'vm.moved'
  | 'vm.locked'
  | 'vm.unlocked'
  | 'session.opened'
  | 'session.ended'
  | 'fault.fired'
  | 'fault.healed';
