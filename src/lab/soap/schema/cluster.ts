/** vim25 types about clusters, in the order of the schema of 8.0 U3. Notation: `parse.ts`. */
export const clusterTypes = `
ComputeResourceConfigInfo
  vmSwapPlacement string, spbmEnabled boolean, defaultHardwareVersionKey string,
  maximumHardwareVersionKey string@7.0.2.0
ClusterConfigInfoEx < ComputeResourceConfigInfo
  systemVMsConfig ClusterSystemVMsConfigInfo@7.0.3.0, dasConfig ClusterDasConfigInfo,
  dasVmConfig ClusterDasVmConfigInfo[], drsConfig ClusterDrsConfigInfo,
  drsVmConfig ClusterDrsVmConfigInfo[], rule ClusterRuleInfo[], orchestration ClusterOrchestrationInfo@6.5,
  vmOrchestration ClusterVmOrchestrationInfo[]@6.5, dpmConfigInfo ClusterDpmConfigInfo,
  dpmHostConfig ClusterDpmHostConfigInfo[], vsanConfigInfo VsanClusterConfigInfo,
  vsanHostConfig VsanHostConfigInfo[], group ClusterGroupInfo[],
  infraUpdateHaConfig ClusterInfraUpdateHaConfigInfo@6.5,
  proactiveDrsConfig ClusterProactiveDrsConfigInfo@6.5, cryptoConfig ClusterCryptoConfigInfo@7.0.0.0
ClusterConfigInfo
  dasConfig ClusterDasConfigInfo, dasVmConfig ClusterDasVmConfigInfo[], drsConfig ClusterDrsConfigInfo,
  drsVmConfig ClusterDrsVmConfigInfo[], rule ClusterRuleInfo[]
ClusterDasConfigInfo
  enabled boolean, vmMonitoring string, hostMonitoring string, vmComponentProtecting string,
  failoverLevel int, admissionControlPolicy ClusterDasAdmissionControlPolicy,
  admissionControlEnabled boolean, defaultVmSettings ClusterDasVmSettings, option OptionValue[],
  heartbeatDatastore &[], hBDatastoreCandidatePolicy string
ClusterDrsConfigInfo
  enabled boolean, enableVmBehaviorOverrides boolean, defaultVmBehavior DrsBehavior, vmotionRate int,
  scaleDescendantsShares string@7.0.0.0, option OptionValue[]
ClusterDrsVmConfigInfo
  key &, enabled boolean, behavior DrsBehavior
ClusterRuleInfo
  key int, status ManagedEntityStatus, enabled boolean, name string, mandatory boolean, userCreated boolean,
  inCompliance boolean, ruleUuid string
ClusterVmHostRuleInfo < ClusterRuleInfo
  vmGroupName string, affineHostGroupName string, antiAffineHostGroupName string
ClusterAntiAffinityRuleSpec < ClusterRuleInfo
  vm &[]
ClusterGroupInfo
  name string, userCreated boolean, uniqueID string
ClusterVmGroup < ClusterGroupInfo
  vm &[]
ClusterHostGroup < ClusterGroupInfo
  host &[]
ClusterDpmConfigInfo
  enabled boolean, defaultDpmBehavior DpmBehavior, hostPowerActionRate int, option OptionValue[]
VsanClusterConfigInfo
  enabled boolean, defaultConfig VsanClusterConfigInfoHostDefaultInfo, vsanEsaEnabled boolean@8.0.0.1
ComputeResourceSummary
  totalCpu int, totalMemory long, numCpuCores short, numCpuThreads short, effectiveCpu int,
  effectiveMemory long, numHosts int, numEffectiveHosts int, overallStatus ManagedEntityStatus
ClusterComputeResourceSummary < ComputeResourceSummary
  currentFailoverLevel int, admissionControlInfo ClusterDasAdmissionControlInfo, numVmotions int,
  targetBalance int, currentBalance int, drsScore int@7.0.0.0, numVmsPerDrsScoreBucket int[]@7.0.0.0,
  usageSummary ClusterUsageSummary, currentEVCModeKey string, currentEVCGraphicsModeKey string@7.0.1.0,
  dasData ClusterDasData, clusterMaintenanceModeStatus string@7.0.0.2, vcsHealthStatus string@7.0.1.1,
  vcsSlots ClusterComputeResourceVcsSlots[]@7.0.1.1
`;
