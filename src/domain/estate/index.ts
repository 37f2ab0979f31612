export { validateEstate } from './validate.js';
