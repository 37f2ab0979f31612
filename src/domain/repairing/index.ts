export { diagnose, type Diagnosis } from './diagnosis.js';
export { exportEvidence } from './export-evidence.js';
export {
  imageFileProblems,
  MOST_IMAGE_FILE_BYTES,
  whyNotImageFile,
  type SuppliedFile,
} from './image-file.js';
export { waysOut, type RepairWay, type WayOut } from './ways.js';
