import { unversioned } from "../../readers/azure-versions";

test.each([
  ["azure-native:network/v20180501:RecordSet", "azure-native:network:RecordSet"],
  ["azure-native_dns_v20180501:dns:RecordSet", "azure-native:dns:RecordSet"],
  ["azure-native_network_v20230701preview:network/v20230701preview:Zone", "azure-native:network:Zone"],
  ["azure-native:dns:Zone", "azure-native:dns:Zone"],
])("%s is %s in some version of the API", (token, expected) => {
  expect(unversioned(token)).toBe(expected);
});

test.each(["my-azure-native:network/v20180501:RecordSet", "azure-native:network/v20180501:RecordSet/more", "azure:dns/zone:Zone", ""])(
  "%j is no token of Azure's native provider",
  (token) => {
    expect(unversioned(token)).toBeUndefined();
  },
);
