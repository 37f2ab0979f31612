/**
 * Canonical ESXi version: release and build, `8.0.3-24022510`.
 *
 * VMware writes the same version in several ways (`8.0.3-0.0.24022510`, `ESXi 8.0.3 build-24022510`, product
 * `version` plus `build`); `domain/versions` turns each into this form, the only one that is compared or stored.
 */
export type EsxVersion = string;

/** Version and build of a vCenter as the appliance reports it: `8.0.3.00400` and `24322831`. */
export interface VCenterVersion {
  readonly version: string;
  readonly build: string;
}
