/** Which side of the estate something belongs to; also the credential zone and the task queue of its activities. */
export type Zone = 'authority' | 'trusted';

/** How a server's certificate is recognised. There is no way to accept any certificate. */
export type TlsTrust =
  /** SHA-256 (or SHA-1, 59 characters) thumbprint of the leaf certificate, upper-case hex with colons. */
  | { readonly thumbprint: string }
  /** PEM text of the certificate authority; host name and validity are checked as usual. */
  | { readonly caPem: string };

/** Address and trust of one vCenter; the credential is a name that only workers of its zone can resolve. */
export interface VCenterRef {
  /** Name within the estate, unique; part of workflow IDs. */
  readonly name: string;
  /** `https://host[:port]`, no path. */
  readonly url: string;
  readonly tls: TlsTrust;
  readonly credential: string;
  /** Credential for the vTA configuration (2.4); absent = `credential` does that, too. */
  readonly trustCredential?: string;
  readonly zone: Zone;
}

/** How hosts are reached directly (image database download). */
export interface HostAccess {
  /** Credential name for ESXi logins of this side. */
  readonly credential: string;
  /** `host:port` for hosts whose inventory name cannot be resolved from the workers; others use their name. */
  readonly addresses: Readonly<Record<string, string>>;
}

/** One Trust Authority cluster with its vCenter, and every trusted vCenter and cluster that uses it. No secrets. */
export interface Estate {
  readonly name: string;
  readonly authority: {
    readonly vcenter: VCenterRef;
    /** Name of the Trust Authority Cluster. */
    readonly cluster: string;
    /** Needed to add a host of this side again (REC-3). */
    readonly hostAccess?: HostAccess;
  };
  readonly trusted: readonly TrustedSide[];
  /** Task queue per zone; the defaults are `vta-authority` and `vta-trusted`. */
  readonly taskQueues: { readonly authority: string; readonly trusted: string };
}

export interface TrustedSide {
  readonly vcenter: VCenterRef;
  readonly hostAccess?: HostAccess;
  /** Name of the group of trusted vCenters with which it is in Enhanced Linked Mode; absent = it is in none. */
  readonly linkedMode?: string;
  readonly clusters: readonly { readonly name: string; readonly testHost?: string }[];
}
