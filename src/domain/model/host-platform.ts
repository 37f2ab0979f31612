/** What vCenter knows of a host's TPM, firmware and processor; absent = not told. */
export interface HostPlatform {
  /** vCenter's own TPM attestation, not that of Trust Authority: it needs TPM 2.0, UEFI and Secure Boot. */
  readonly tpmAttestation?: 'accepted' | 'notAccepted';
  readonly message?: string;
  /** `UEFI` or `BIOS`, from 8.0 U2 on. */
  readonly firmware?: string;
  /** The firmware reports that it booted with UEFI Secure Boot; from 8.0 U3 on. */
  readonly secureBoot?: boolean;
  /** `2.0` or `1.2`. */
  readonly tpmVersion?: string;
  /** Intel TXT is on. */
  readonly txt?: boolean;
}
