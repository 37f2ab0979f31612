export { isOwnApply, isOwnInstall, type EndedApply } from './own-apply.js';
export { renderEffectReference } from './render.js';
export { whyNeverRepeated } from './repeating.js';
export { EFFECTS } from './table.js';
