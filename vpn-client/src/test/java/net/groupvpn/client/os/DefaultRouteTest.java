package net.groupvpn.client.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultRouteTest {
  private static final String HEADER =
      "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask";

  @TempDir Path directory;

  private static String line(String device, String to, String by, int metric) {
    return device + "\t" + to + "\t" + by + "\t0003\t0\t0\t" + metric + "\t" + to + "\t0\t0\t0";
  }

  private @Nullable DefaultRoute read(String... lines) throws IOException {
    Files.write(directory.resolve("route"), List.of(lines));
    return DefaultRoute.read(directory, "gvpn0"::equals);
  }

  @Test
  void theRouteWithTheLowestMetricCounts() throws IOException {
    DefaultRoute route =
        Objects.requireNonNull(
            read(
                HEADER,
                line("wlan0", "00000000", "0100A8C0", 600),
                line("eth0", "00000000", "FE01A8C0", 100),
                line("eth0", "0001A8C0", "00000000", 0)));
    assertThat(route.device()).isEqualTo("eth0");
    assertThat(route.gateway().getHostAddress()).isEqualTo("192.168.1.254");
  }

  @Test
  void theGroupsOwnDeviceAndRoutesWithoutARouterDoNot() throws IOException {
    assertThat(
            read(
                HEADER,
                line("gvpn0", "00000000", "0100A8C0", 0),
                line("ppp0", "00000000", "00000000", 0)))
        .isNull();
  }

  @Test
  void withoutTheFileThereIsNone() throws IOException {
    assertThat(DefaultRoute.read(directory, "gvpn0"::equals)).isNull();
  }
}
