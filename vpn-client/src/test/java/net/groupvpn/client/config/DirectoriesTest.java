package net.groupvpn.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectoriesTest {
  @Test
  void rootUsesTheSystemsDirectories() {
    Directories directories = Directories.of(true, "/root", Map.of());

    assertThat(directories.config()).isEqualTo(Path.of("/etc/groupvpn"));
    assertThat(directories.socket("office")).isEqualTo(Path.of("/run/groupvpn/office.sock"));
  }

  @Test
  void othersUseXdgDirectories() {
    Directories directories =
        Directories.of(false, "/home/ada", Map.of("XDG_RUNTIME_DIR", "/run/user/7"));

    assertThat(directories.config()).isEqualTo(Path.of("/home/ada/.config/groupvpn"));
    assertThat(directories.run()).isEqualTo(Path.of("/run/user/7/groupvpn"));
  }

  @Test
  void theEnvironmentOverrides() {
    Directories directories = Directories.of(true, "/root", Map.of("GROUPVPN_RUN_DIR", "/tmp/a"));

    assertThat(directories.run()).isEqualTo(Path.of("/tmp/a"));
  }

  @Test
  void aNetworkIsNamedAfterItsFile() {
    assertThat(Directories.networkName(Path.of("/etc/groupvpn/Office.toml"))).isEqualTo("office");
    assertThat(Directories.networkName(Path.of("My group.toml"))).isEqualTo("my-group");
  }

  @Test
  void aHostNameBecomesALabel() {
    assertThat(HostLabel.nearest("Ada's-Laptop.example.org")).isEqualTo("ada-s-laptop");
    assertThat(HostLabel.nearest("---")).isEqualTo("node");
  }
}
