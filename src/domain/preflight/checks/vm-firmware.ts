import type { InsecureVm } from '../../model/readiness.js';
import { checkNamed } from '../check.js';

const { warning, check } = checkNamed({
  id: 'vm-firmware',
  rule: 'ATT-3',
  looksAt: 'Every VM with a key of a trusted key provider has EFI firmware with Secure Boot.',
  severities: ['warning'],
  remedy:
    'Switch Secure Boot on in the boot options of the VM; one with BIOS has to be converted to EFI first.',
});

/** VMs for vTA have EFI firmware with Secure Boot (2.12); others may not start again. @rule ATT-3 */
export const vmFirmware = check(({ sides, inventory }) => {
  const trusted = inventory.authority.facts.keyProviders.map(({ name }) => name);
  return sides.flatMap(({ readiness: { insecureVms = [] } }) =>
    insecureVms
      // A provider that cannot be read may be a trusted one.
      .filter(({ keyProvider }) => keyProvider === undefined || trusted.includes(keyProvider))
      .map((vm) =>
        warning(
          vm.name,
          `${vm.name} is encrypted by ${vm.keyProvider ?? 'an unknown key provider'}, and ${whatIsMissing(vm)}: VMs for vTA have EFI firmware with Secure Boot.`,
          vm.firmware === 'bios'
            ? `Convert ${vm.name} to EFI firmware with Secure Boot, or take its encryption out of vTA.`
            : `Look at the boot options of ${vm.name}; switch Secure Boot on while it is powered off.`,
        ),
      ),
  );
});

function whatIsMissing({ firmware, secureBoot }: InsecureVm): string {
  if (firmware === undefined) return 'does not tell its firmware';
  if (firmware !== 'efi') return `its firmware is ${firmware.toUpperCase()}`;
  return secureBoot === false ? 'its Secure Boot is off' : 'does not tell whether its Secure Boot is on';
}
