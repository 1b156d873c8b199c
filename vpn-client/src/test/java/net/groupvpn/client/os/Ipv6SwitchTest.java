package net.groupvpn.client.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Ipv6SwitchTest {
  @TempDir Path proc;

  @Test
  void itIsOnWhereTheDevicesSysctlSaysSo() throws IOException {
    Path device = Files.createDirectories(proc.resolve("sys/net/ipv6/conf/gvpn0"));
    Files.writeString(device.resolve("disable_ipv6"), "0\n");
    assertThat(Ipv6Switch.isOn(proc, "gvpn0")).isTrue();
    Files.writeString(device.resolve("disable_ipv6"), "1\n");
    assertThat(Ipv6Switch.isOn(proc, "gvpn0")).isFalse();
  }

  @Test
  void aKernelWithoutIpv6HasNone() {
    assertThat(Ipv6Switch.isOn(proc, "gvpn0")).isFalse();
  }
}
