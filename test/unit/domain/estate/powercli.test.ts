import { expect, it } from '@jest/globals';
import { powerCliFor, removalPowerCli } from '../../../../src/domain/estate/index.js';
import { anEstate, anImage, NEW, OLD } from '../../../support/builders.js';

it('CLI-1: names and ports are quoted so that PowerShell takes them as they are', () => {
  const { authority } = anEstate();
  const vcenter = { ...authority.vcenter, url: 'https://vc.example.com:8443' };
  expect(powerCliFor({ authority: { vcenter, cluster: "it's $ta" } })).toEqual([
    "Connect-VIServer -Server 'vc.example.com' -Port 8443",
    "$vTA = Get-TrustAuthorityCluster -Name 'it''s $ta'",
    'Get-TrustAuthorityVMHostBaseImage $vTA | select *',
  ]);
});

it('FIX-4, CLI-1: a removal by hand names each image, and never hands on the list as it comes', () => {
  const estate = anEstate();
  const images = [anImage(OLD), anImage(NEW, { displayName: "it's" })];
  const [, , ...lines] = removalPowerCli(estate, images);
  const list = 'Get-TrustAuthorityVMHostBaseImage $vTA';
  expect(lines).toEqual([
    `${list} | Where-Object Name -eq 'ESXi ${OLD}' | Remove-TrustAuthorityVMHostBaseImage`,
    `${list} | Where-Object Name -eq 'it''s' | Remove-TrustAuthorityVMHostBaseImage`,
  ]);
  expect(removalPowerCli(estate, []).join()).not.toContain('Remove-');
});

it.each([
  ['https://vc.example.com', "'vc.example.com'"],
  ['https://[2001:db8::1]:8443', "'[2001:db8::1]' -Port 8443"],
])('CLI-1: %s is told as it is', (url, server) => {
  const { authority } = anEstate();
  const [line] = powerCliFor({ authority: { ...authority, vcenter: { ...authority.vcenter, url } } });
  expect(line).toBe(`Connect-VIServer -Server ${server}`);
});
