export { diagnose, type Diagnosis } from './diagnosis.js';
export { exportEvidence } from './export-evidence.js';
export { imageFileProblems, type SuppliedFile } from './image-file.js';
export { waysOut, type RepairWay, type WayOut } from './ways.js';
