/** vim25 types of the property collector, in the order of the schema of 8.0 U3. Notation: `parse.ts`. */
export const propertyCollectorTypes = `
RetrieveResult
  token string, objects ObjectContent[]
ObjectContent
  obj &, propSet DynamicProperty[], missingSet MissingProperty[]
DynamicProperty
  name string, val any
MissingProperty
  path string, fault LocalizedMethodFault
UpdateSet
  version string, filterSet PropertyFilterUpdate[], truncated boolean
PropertyFilterUpdate
  filter &, objectSet ObjectUpdate[], missingSet MissingObject[]
ObjectUpdate
  kind ObjectUpdateKind, obj &, changeSet PropertyChange[], missingSet MissingProperty[]
PropertyChange
  name string, op PropertyChangeOp, val any
MissingObject
  obj &, fault LocalizedMethodFault
`;
