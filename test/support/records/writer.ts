import { createRecords } from '../../../src/records/index.js';
import { aRunEvent } from '../run-builders.js';

/** A process of its own that writes `count` events of workflow `name`, one write each, and every line twice. */
const [file = '', name = '', count = '0'] = process.argv.slice(2);
const records = await createRecords({ file });
for (let seq = 1; seq <= Number(count); seq++) {
  await records.appendEvents([aRunEvent(seq, { workflowId: name })]);
  await records.appendEvents([aRunEvent(seq, { workflowId: name })]);
}
await records.close();
