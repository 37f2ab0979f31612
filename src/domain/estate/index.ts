export { powerCliFor, removalPowerCli } from './powercli.js';
export { validateEstate } from './validate.js';
