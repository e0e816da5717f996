/**
 * Azure's native provider repeats its types per API version: `azure-native:network/v20180501:RecordSet` until major 2, and
 * since major 3 in generated packages, `azure-native_dns_v20180501:dns:RecordSet`.
 */
const versioned = /^azure-native(?:_[a-z]+_v\w+)?:([a-z]+)(?:\/v\w+)?:(\w+)$/;

/** @returns the token without its API version; undefined for other providers' tokens. */
export function unversioned(token: string): string | undefined {
  return versioned.test(token) ? token.replace(versioned, "azure-native:$1:$2") : undefined;
}
