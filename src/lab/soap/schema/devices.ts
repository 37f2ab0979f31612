/** vim25 types about virtual devices, in the order of the schema of 8.0 U3. Notation: `parse.ts`. */
export const deviceTypes = `
Description
  label string, summary string
VirtualDevice
  key int, deviceInfo Description, backing VirtualDeviceBackingInfo, connectable VirtualDeviceConnectInfo,
  slotInfo VirtualDeviceBusSlotInfo, controllerKey int, unitNumber int, numaNode int@8.0.0.1,
  deviceGroupInfo VirtualDeviceDeviceGroupInfo@8.0.0.1
VirtualDeviceConnectInfo
  migrateConnect string@6.7, startConnected boolean, allowGuestControl boolean, connected boolean, status string
VirtualDeviceBackingInfo
VirtualDeviceFileBackingInfo < VirtualDeviceBackingInfo
  fileName string, datastore &, backingObjectId string
VirtualDeviceDeviceBackingInfo < VirtualDeviceBackingInfo
  deviceName string, useAutoDetect boolean
VirtualDeviceRemoteDeviceBackingInfo < VirtualDeviceBackingInfo
  deviceName string, useAutoDetect boolean
VirtualDisk < VirtualDevice
  capacityInKB long, capacityInBytes long, shares SharesInfo, storageIOAllocation StorageIOAllocationInfo,
  diskObjectId string, vFlashCacheConfigInfo VirtualDiskVFlashCacheConfigInfo, iofilter string[],
  vDiskId ID@6.5, vDiskVersion int@8.0.1.0, nativeUnmanagedLinkedClone boolean@6.7,
  independentFilters VirtualMachineBaseIndependentFilterSpec[]@7.0.2.1, guestReadOnly boolean@8.0.2.0
VirtualDiskFlatVer2BackingInfo < VirtualDeviceFileBackingInfo
  diskMode string, split boolean, writeThrough boolean, thinProvisioned boolean, eagerlyScrub boolean,
  uuid string, contentId string, changeId string, parent VirtualDiskFlatVer2BackingInfo,
  deltaDiskFormat string, digestEnabled boolean, deltaGrainSize int, deltaDiskFormatVariant string,
  sharing string, keyId CryptoKeyId@6.5
VirtualEthernetCard < VirtualDevice
  addressType string, macAddress string, wakeOnLanEnabled boolean,
  resourceAllocation VirtualEthernetCardResourceAllocation, externalId string, uptCompatibilityEnabled boolean
VirtualVmxnet < VirtualEthernetCard
VirtualVmxnet3 < VirtualVmxnet
  uptv2Enabled boolean@8.0.0.1
VirtualEthernetCardNetworkBackingInfo < VirtualDeviceDeviceBackingInfo
  network &, inPassthroughMode boolean
VirtualSriovEthernetCard < VirtualEthernetCard
  allowGuestOSMtuChange boolean, sriovBacking VirtualSriovEthernetCardSriovBackingInfo,
  dvxBackingInfo VirtualPCIPassthroughDvxBackingInfo@8.0.0.1
VirtualSriovEthernetCardSriovBackingInfo < VirtualDeviceBackingInfo
  physicalFunctionBacking VirtualPCIPassthroughDeviceBackingInfo,
  virtualFunctionBacking VirtualPCIPassthroughDeviceBackingInfo, virtualFunctionIndex int
VirtualPCIPassthrough < VirtualDevice
VirtualPCIPassthroughDeviceBackingInfo < VirtualDeviceDeviceBackingInfo
  id string, deviceId string, systemId string, vendorId short
VirtualPCIPassthroughPluginBackingInfo < VirtualDeviceBackingInfo
VirtualPCIPassthroughVmiopBackingInfo < VirtualPCIPassthroughPluginBackingInfo
  vgpu string, vgpuMigrateDataSizeMB int@8.0.0.1, migrateSupported boolean@7.0.2.0,
  enhancedMigrateCapability boolean@8.0.0.1
VirtualCdrom < VirtualDevice
VirtualCdromAtapiBackingInfo < VirtualDeviceDeviceBackingInfo
VirtualCdromRemotePassthroughBackingInfo < VirtualDeviceRemoteDeviceBackingInfo
  exclusive boolean
VirtualUSB < VirtualDevice
  connected boolean, vendor int, product int, family string[], speed string[]
VirtualUSBUSBBackingInfo < VirtualDeviceDeviceBackingInfo
`;
