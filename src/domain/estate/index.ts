export type { EstateProblem } from './reader.js';
export { validateEstate } from './validate.js';
