package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import net.groupvpn.overlay.io.PublicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BootstrapNodeTest {
  @TempDir static Path data;

  @Test
  void configFilesNameTheNodeAtEveryHost() throws IOException {
    var key = data.resolve("key.pem");
    var hosts = List.of("192.0.2.1", "2001:db8::1");
    try (var node =
        BootstrapNode.start(key, new PublicNode.Ports(0, 0), hosts, new SecureRandom())) {
      assertThat(node.seeds()).hasSize(2);
      assertThat(node.seeds().get(0)).startsWith("192.0.2.1:");
      assertThat(node.seeds().get(1)).startsWith("[2001:db8:0:0:0:0:0:1]:");
      assertThat(node.isAlive()).isTrue();
    }
  }
}
