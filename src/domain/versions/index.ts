import type { EsxVersion } from '../model/version.js';
/** Canonical form of any spelling VMware uses, or undefined when it is none. */
export declare function parseEsxVersion(text: string): EsxVersion | undefined;
/** From product `version` and `build` (vim25 `AboutInfo`). */
export declare function esxVersion(version: string, build: string): EsxVersion | undefined;
/** Negative, zero, positive: by release parts, then by build. @throws on a text that is no ESXi version */
export declare function compareEsxVersions(a: EsxVersion, b: EsxVersion): number;
/** vLCM base image identifier: as given when in vLCM form, else `release-0.0.build`. */
export declare function toBaseImageId(text: string): string | undefined;
export declare function parseVCenterVersion(text: string): { version: string; build?: string } | undefined;
export declare function compareVCenterVersions(a: string, b: string): number;
/** First number of any ESXi or vCenter version. */
export declare function majorOf(text: string): number | undefined;
/** True when `version` is `floor` or newer; works for both kinds by their dotted part. */
export declare function isAtLeast(version: string, floor: string): boolean;
