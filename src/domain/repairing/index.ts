export { diagnose, type Diagnosis } from './diagnosis.js';
export { imageFileProblems, type SuppliedFile } from './image-file.js';
export { REPAIR_WAYS, waysOut, type RepairWay, type WayOut } from './ways.js';
