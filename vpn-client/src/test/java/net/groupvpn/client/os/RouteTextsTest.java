package net.groupvpn.client.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteTextsTest {
  private static final String HEADER =
      "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask";
  private static final String DEFAULT =
      "eth0\t00000000\tFE0112C6\t0003\t0\t0\t0\t00000000\t0\t0\t0";
  private static final String DEFAULT_USED =
      "eth0\t00000000\tFE0112C6\t0003\t7\t9\t0\t00000000\t0\t0\t0";
  private static final String OTHER_GATEWAY =
      "eth0\t00000000\tFD0112C6\t0003\t0\t0\t0\t00000000\t0\t0\t0";
  private static final String OWN = "gvpn0\t0000800A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0";
  private static final String ZERO = "0".repeat(32);
  private static final String DEFAULT6 =
      ZERO + " 00 " + ZERO + " 00 " + "fe".repeat(16) + " 00000400 00000001 00000000 00000003 eth0";

  @TempDir Path directory;

  private List<String> read(String... lines4) throws IOException {
    Files.write(directory.resolve("route"), List.of(lines4));
    return RouteTexts.read(directory, "gvpn0"::equals);
  }

  @Test
  void anotherGatewayIsAnotherRouteButItsUseIsNot() throws IOException {
    List<String> before = read(HEADER, DEFAULT);
    assertThat(read(HEADER, DEFAULT_USED)).isEqualTo(before);
    assertThat(read(HEADER, OTHER_GATEWAY)).isNotEqualTo(before);
  }

  @Test
  void theGroupsOwnDeviceDoesNotCount() throws IOException {
    assertThat(read(HEADER, OWN, DEFAULT)).isEqualTo(read(HEADER, DEFAULT));
  }

  @Test
  void bothFamiliesCount() throws IOException {
    List<String> before = read(HEADER, DEFAULT);
    Files.write(directory.resolve("ipv6_route"), List.of(DEFAULT6));
    assertThat(read(HEADER, DEFAULT)).isNotEqualTo(before).hasSameSizeAs(before);
  }
}
