import type { EsxVersion } from './version.js';

/** What vLCM told about the hosts of a cluster and its desired image when somebody last asked it. */
export interface ImageReports {
  /** Moid of the cluster. */
  readonly cluster: string;
  /** `none` = never made; absent = unread. */
  readonly preCheck?: PreCheck | 'none';
  readonly hardware?: HardwareCheck | 'none';
}

/** The newest pre-check: of all hosts or of some. */
export interface PreCheck {
  readonly commit: string;
  /** ISO 8601; absent = it is not told. */
  readonly at?: string;
  /** Moids of the hosts that were checked. */
  readonly hosts: readonly string[];
  /** What was wrong. */
  readonly troubles: readonly PreCheckTrouble[];
}

export interface PreCheckTrouble {
  /** Moid; absent = the cluster as a whole. */
  readonly host?: string;
  /** `unfinished` = the check did not come to an end. */
  readonly kind: 'error' | 'unfinished';
  readonly texts: readonly string[];
}

/** The newest hardware check, of the image with this base image. */
export interface HardwareCheck {
  readonly baseImage: EsxVersion;
  readonly at?: string;
  readonly devices: readonly UnsupportedDevice[];
}

export interface UnsupportedDevice {
  readonly name: string;
  /** The device itself, or only its driver and firmware, is not supported. */
  readonly kind: 'device' | 'driver';
  /** Moids of the hosts that have it. */
  readonly hosts: readonly string[];
}
