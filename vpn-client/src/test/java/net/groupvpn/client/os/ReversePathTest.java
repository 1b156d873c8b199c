package net.groupvpn.client.os;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReversePathTest {
  @TempDir private Path proc;

  private void set(String device, String value) throws IOException {
    Path folder = Files.createDirectories(proc.resolve("sys/net/ipv4/conf").resolve(device));
    Files.writeString(folder.resolve("rp_filter"), value + "\n");
  }

  @Test
  void theKernelTakesTheHigherOfBoth() throws IOException {
    set("all", "1");
    set("eth0", "2");
    set("wlan0", "0");
    assertThatCode(() -> new ReversePath(proc).checkLoose("eth0")).doesNotThrowAnyException();
    assertThatThrownBy(() -> new ReversePath(proc).checkLoose("wlan0"))
        .hasMessageContaining("set net.ipv4.conf.wlan0.rp_filter to 2");
  }

  @Test
  void aKernelWithoutItIsLoose() {
    assertThatCode(() -> new ReversePath(proc).checkLoose("eth0")).doesNotThrowAnyException();
  }
}
