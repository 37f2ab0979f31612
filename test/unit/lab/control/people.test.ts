import { expect, it } from '@jest/globals';
import { actByHand, type PeopleBody } from '../../../../src/lab/control/people.js';
import { LabBench, NEW } from '../../../support/lab-world.js';

const ADMIN = 'admin@vsphere.local';

it('upgrades a host by hand, in maintenance mode only', async () => {
  const lab = new LabBench();
  const body: PeopleBody = { do: 'upgrade-host', host: 'ta-1', version: NEW };
  expect(actByHand(lab.world, body)).toEqual({ refused: 'Host ta-1 is not in maintenance mode.' });
  expect(actByHand(lab.world, { do: 'enter-maintenance', host: 'ta-1' })).toHaveProperty('begun');
  lab.minutes(10);
  expect(actByHand(lab.world, body)).toHaveProperty('begun');
  lab.minutes(60);
  expect(lab.host('ta-1')).toMatchObject({ measured: NEW, inMaintenance: true, lastBoot: { type: 'full' } });
  expect(lab.entries('host.reboot', 'ta-1')[0]).toMatchObject({ login: ADMIN, detail: { by: 'operator' } });
});

it('imports the base image that a host has, under the login of an administrator', async () => {
  const lab = new LabBench({ baseImages: [] });
  actByHand(lab.world, { do: 'import-image', host: 'esx-1' });
  lab.minutes(10);
  expect(lab.entries('image.imported')[0]).toMatchObject({ login: ADMIN, detail: { missing: [] } });
});

it('imports a file that somebody brings, and removes an image', async () => {
  const lab = new LabBench();
  actByHand(lab.world, { do: 'import-image', host: 'ta-1', version: NEW });
  lab.minutes(10);
  expect(lab.entries('image.imported')[0]).toMatchObject({ login: ADMIN, detail: { version: NEW } });
  expect(actByHand(lab.world, { do: 'remove-image', host: 'ta-1', version: NEW })).toHaveProperty('begun');
  lab.minutes(10);
  expect(lab.entries('image.removed')[0]).toMatchObject({ login: ADMIN, detail: { version: NEW } });
  expect(actByHand(lab.world, { do: 'remove-image', host: 'ta-1', version: NEW })).toHaveProperty('refused');
});

it('cancels what is under way on a host, and applies the image of its cluster', async () => {
  const lab = new LabBench();
  lab.world.enterMaintenance(lab.host('esx-1'), lab.session(), 0);
  actByHand(lab.world, { do: 'cancel-task', host: 'esx-1' });
  expect(lab.effects('esx-1')).toContain('host.maintenance.failed');
  lab.commitNew();
  actByHand(lab.world, { do: 'apply-image', host: 'esx-1' });
  lab.minutes(60);
  expect(lab.host('esx-1').measured).toBe(NEW);
});

it('refuses a host that there is not', async () => {
  const lab = new LabBench();
  expect(actByHand(lab.world, { do: 'cancel-task', host: 'nobody' })).toEqual({
    refused: 'host: there is no nobody',
  });
});
