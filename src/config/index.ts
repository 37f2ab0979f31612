export { ConfigError } from './problems.js';
export { loadConfig, type LoadedConfig } from './load.js';
export { createSecrets } from './secrets.js';
export { renderConfigurationReference } from './reference.js';
