/** vim25 types about datastores and networks, in the order of the schema of 8.0 U3. Notation: `parse.ts`. */
export const storageTypes = `
DatastoreInfo
  name string, url string, freeSpace long, maxFileSize long, maxVirtualDiskCapacity long,
  maxMemoryFileSize long, timestamp dateTime, containerId string, aliasOf string@6.7.1
DatastoreSummary
  datastore &, name string, url string, capacity long, freeSpace long, uncommitted long, accessible boolean,
  multipleHostAccess boolean, type string, maintenanceMode string
DatastoreCapability
  directoryHierarchySupported boolean, rawDiskMappingsSupported boolean,
  perFileThinProvisioningSupported boolean, storageIORMSupported boolean, nativeSnapshotSupported boolean,
  topLevelDirectoryCreateSupported boolean, seSparseSupported boolean, vmfsSparseSupported boolean@6.5,
  vsanSparseSupported boolean@6.5, upitSupported boolean@6.5, vmdkExpandSupported boolean@6.7,
  clusteredVmdkSupported boolean@7.0.0.0
DatastoreHostMount
  key &, mountInfo HostMountInfo
HostMountInfo
  path string, accessMode string, mounted boolean, accessible boolean, inaccessibleReason string,
  vmknicName string@8.0.1.0, vmknicActive boolean@8.0.1.0, mountFailedReason string@8.0.0.1,
  numTcpConnections int@8.0.1.0
NetworkSummary
  network &, name string, accessible boolean, ipPoolName string, ipPoolId int
`;
