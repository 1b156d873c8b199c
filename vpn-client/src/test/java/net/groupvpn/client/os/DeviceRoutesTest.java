package net.groupvpn.client.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import net.groupvpn.overlay.path.NumericAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceRoutesTest {
  private static final String HEADER =
      "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask";
  private static final String OTHER = "eth0\t0012A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0";
  private static final String OWN = "gvpn0\t0000800A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0";
  private static final String ZERO = "0".repeat(32);
  private static final String OWN6 =
      "fd12345678900000"
          + "0".repeat(16)
          + " 40 "
          + ZERO
          + " 00 "
          + ZERO
          + " 00000100 00000001 00000000 00000001    gvpn0";

  @TempDir Path directory;

  private static AddressPrefix network(String address, int bits) {
    InetAddress parsed = Objects.requireNonNull(NumericAddress.parse(address));
    return new AddressPrefix(parsed, bits);
  }

  @Test
  void bothFamiliesAreReadAndOtherDevicesAreNot() throws IOException {
    Files.write(directory.resolve("route"), List.of(HEADER, OTHER, OWN));
    Files.write(directory.resolve("ipv6_route"), List.of(OWN6));
    assertThat(DeviceRoutes.of(directory, "gvpn0"))
        .containsExactlyInAnyOrder(network("10.128.0.0", 16), network("fd12:3456:7890::", 64));
  }

  @Test
  void aMachineWithoutIpv6HasNoFileForIt() throws IOException {
    Files.write(directory.resolve("route"), List.of(HEADER, OTHER));
    assertThat(DeviceRoutes.of(directory, "gvpn0")).isEmpty();
  }

  @Test
  void whatARouterOfManyRoutesReachesIsUnknown() throws IOException {
    Files.write(directory.resolve("route"), Collections.nCopies(RouteTexts.MAX_ROUTES + 1, OTHER));
    assertThat(DeviceRoutes.of(directory, "gvpn0")).isNull();
  }

  @Test
  void aNetworkIsTheLowestAddressOfIts() {
    assertThat(network("10.128.200.7", 17).network()).isEqualTo(network("10.128.128.0", 17));
    assertThat(network("fd12::7:8", 64).network()).isEqualTo(network("fd12::", 64));
    assertThat(network("10.1.2.3", 0).network()).isEqualTo(network("0.0.0.0", 0));
    assertThat(network("10.1.2.3", 32).network()).isEqualTo(network("10.1.2.3", 32));
  }
}
