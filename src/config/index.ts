export { durationsOf } from './durations.js';
export { ConfigError } from './problems.js';
export { showConfig, type ConfigValue } from './show.js';
export { loadConfig, type LoadedConfig } from './load.js';
export { createSecrets } from './secrets.js';
export { renderConfigurationReference } from './reference.js';
