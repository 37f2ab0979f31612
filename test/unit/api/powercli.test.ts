import { expect, it } from '@jest/globals';
import { powerCliFor } from '../../../src/api/powercli.js';
import { anEstate } from '../../support/builders.js';

it('CLI-1: names and ports are quoted so that PowerShell takes them as they are', () => {
  const { authority } = anEstate();
  const vcenter = { ...authority.vcenter, url: 'https://vc.example.com:8443' };
  expect(powerCliFor({ authority: { vcenter, cluster: "it's $ta" } })).toEqual([
    "Connect-VIServer -Server 'vc.example.com' -Port 8443",
    "$vTA = Get-TrustAuthorityCluster -Name 'it''s $ta'",
    'Get-TrustAuthorityVMHostBaseImage $vTA | select *',
  ]);
});
