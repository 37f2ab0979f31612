import { checkNamed } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'update-not-idle',
  rule: 'DG-12',
  looksAt: 'No other lifecycle operation runs on a vCenter, and none was left failed.',
  severities: ['blocker'],
  remedy: 'Let the operation end, or repair the failed one.',
});

/** Update states in which nobody works on the appliance. */
const IDLE = ['UP_TO_DATE', 'UPDATES_PENDING'];

/** No other lifecycle operation runs on a vCenter, and none was left failed (2.16). @rule DG-12, ORD-2 */
export const updateIdle = check(({ vcenters }) =>
  vcenters
    .filter(({ updateState }) => !IDLE.includes(updateState))
    .map(({ name, updateState }) =>
      blocker(
        name,
        `The update state of ${name} is ${updateState}; nothing else may run on it.`,
        'Let the operation end, or repair the failed one; never mix ways to update one vCenter.',
      ),
    ),
);
