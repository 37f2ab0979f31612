export { compareEsxVersions, esxVersion, parseEsxVersion, toBaseImageId } from './esx.js';
export { isAtLeast, isSameReleaseLine, majorOf, releaseOf } from './release.js';
export { compareVCenterVersions, parseVCenterVersion } from './vcenter.js';
