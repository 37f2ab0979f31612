export { compareEsxVersions, esxVersion, parseEsxVersion, toBaseImageId } from './esx.js';
export { isAtLeast, majorOf, releaseOf } from './release.js';
export { compareVCenterVersions, parseVCenterVersion } from './vcenter.js';
