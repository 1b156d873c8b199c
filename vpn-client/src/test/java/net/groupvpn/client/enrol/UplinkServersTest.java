package net.groupvpn.client.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UplinkServersTest {
  @TempDir private Path root;

  @Test
  void theNetworksServersAreFoundWhoeverKeepsThem() throws IOException {
    write("etc/resolv.conf", "nameserver 10.128.0.1", "nameserver 192.0.2.9");
    assertThat(find()).containsExactly("192.0.2.9");
    write("etc/resolv.conf.before-groupvpn", "# by hand", "nameserver 192.0.2.1");
    assertThat(find()).containsExactly("192.0.2.1", "192.0.2.9");
    write("run/resolvconf/interface/eth0.dhclient", " nameserver\t192.0.2.2 ");
    write("run/systemd/resolve/resolv.conf", "nameserver 192.0.2.3", "nameserver 2001:db8::3");
    assertThat(find())
        .containsExactly("192.0.2.3", "2001:db8:0:0:0:0:0:3", "192.0.2.1", "192.0.2.2");
  }

  @Test
  void resolversOfThisMachineAndOfTheGroupAreNotTakenForThem() throws IOException {
    write(
        "etc/resolv.conf",
        "nameserver 127.0.0.53",
        "nameserver ::1",
        "nameserver 10.128.0.1",
        "nameserver name.example.org",
        "nameserver");
    assertThat(find()).isEmpty();
  }

  private List<String> find() throws IOException {
    Set<InetAddress> groups = Set.of(InetAddress.getByName("10.128.0.1"));
    return new UplinkServers(root, root.resolve("state"), groups)
        .find().stream().map(InetAddress::getHostAddress).toList();
  }

  private void write(String name, String... lines) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
  }
}
