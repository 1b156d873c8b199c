package net.groupvpn.lab.names;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.JavaCommand;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A member on machines with different real resolver managers. The provider's name server denies the
 * group's names, and still programs find them, and the provider's own names as well. Afterwards
 * everything is restored, even when the client was killed.
 */
@NeedsRoot
class ResolverManagersTest {
  private static final long NAMES_SECONDS = 20;
  private static final long READY_SECONDS = 20;
  private static final String PROVIDER = TwoSites.PORTAL_ADDRESS;
  private static final String OTHER_SERVER = "nameserver " + PROVIDER + "\n";
  private static final String RESOLV_CONF = "/etc/resolv.conf";

  private static Testbed bed;
  private static TwoSites net;
  private static Group group;
  private static Member birch;

  @BeforeAll
  static void aGroupAndAProvider() {
    bed = new Testbed("names");
    net = new TwoSites(bed, List.of("birch"));
    net.attachThisMachine("gvnames");
    group = Group.create(bed, net.portal(), PROVIDER);
    net.portal()
        .start("provider", JavaCommand.of(ProviderNameServer.class, "-Xmx32m"))
        .awaitOutput(ProviderNameServer.READY, READY_SECONDS);
    birch = group.install(net.members().get(0)).start().awaitUp();
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  @Test
  void openresolv() throws IOException {
    Member member = member("elm", "openresolv");
    Host host = member.host();
    host.exec("sh", "-c", "printf '%s' '" + OTHER_SERVER + "' | resolvconf -a eth0.dhcp");
    host.exec("sh", "-c", "printf 'nameserver 192.0.2.1\n' | resolvconf -a lo.groupvpn-gvpn9");
    namesResolveWhileItRuns(member, "openresolv");
    assertThat(host.exec("resolvconf", "-i")).doesNotContain("groupvpn");
  }

  @Test
  void resolvconf() throws IOException {
    Member member = member("fir", "resolvconf");
    Host host = member.host();
    host.exec("ln", "-s", "/run/resolvconf/resolv.conf", RESOLV_CONF);
    host.exec("resolvconf", "--enable-updates");
    host.exec("sh", "-c", "printf '%s' '" + OTHER_SERVER + "' | resolvconf -a eth0.dhclient");
    host.exec("sh", "-c", "printf 'nameserver 192.0.2.1\n' | resolvconf -a lo.groupvpn-gvpn9");
    namesResolveWhileItRuns(member, "resolvconf");
    assertThat(host.exec("resolvconf", "-i")).doesNotContain("groupvpn");
  }

  @Test
  void aPlainFile() throws IOException {
    Member member = member("gorse", "");
    write(member.host(), RESOLV_CONF, OTHER_SERVER + "options rotate\n");
    namesResolveWhileItRuns(member, RESOLV_CONF);
    assertThat(member.host().tryExec("ls", RESOLV_CONF + ".before-groupvpn").isSuccess()).isFalse();
  }

  @Test
  void aLinkIntoAPackageIsMovedAsideAndItsTargetIsNotTouched() throws IOException {
    Member member = member("hazel", "");
    Host host = member.host();
    write(host, "/etc/of-a-package", OTHER_SERVER);
    host.exec("ln", "-s", "of-a-package", RESOLV_CONF);
    namesResolveWhileItRuns(member, RESOLV_CONF);
    assertThat(host.exec("readlink", RESOLV_CONF).strip()).isEqualTo("of-a-package");
    assertThat(host.exec("cat", "/etc/of-a-package")).isEqualTo(OTHER_SERVER);
  }

  private static Member member(String name, String debianPackage) throws IOException {
    Host host = net.addMember(name);
    Path folder = Files.createDirectories(bed.directory().resolve(name + "-system"));
    Path packages =
        debianPackage.isEmpty()
            ? Files.createDirectories(bed.directory().resolve("no-package"))
            : PrivateSystem.unpack(debianPackage, bed.directory().resolve(debianPackage));
    Member member =
        Member.install(
            host, bed.directory().resolve(name), group.admit(name), Group.SUFFIX, "dns = \"auto\"");
    PrivateSystem.furnish(host, folder, packages);
    return member;
  }

  private static void namesResolveWhileItRuns(Member member, String manager) {
    Host host = member.host();
    String before = withoutStale(host);
    member.start().awaitUp();
    assertNames(member, manager);
    member.process().kill();
    Await.until(
        "what was killed leaves nothing behind",
        NAMES_SECONDS,
        () -> host.exec("cat", RESOLV_CONF).equals(before));
    assertThat(finds(host, ProviderNameServer.KNOWN_NAME))
        .isEqualTo(ProviderNameServer.KNOWN_ADDRESS);

    member.start().awaitUp();
    assertNames(member, manager);
    member.stop();
    assertThat(host.exec("cat", RESOLV_CONF)).isEqualTo(before);
  }

  /** The content of resolv.conf without a server left by a killed client. */
  private static String withoutStale(Host host) {
    return host.exec("cat", RESOLV_CONF).replace("nameserver 192.0.2.1\n", "");
  }

  private static void assertNames(Member member, String manager) {
    Await.until(
        member.host().name() + " has its resolver set up",
        NAMES_SECONDS,
        () -> !dns(member).path("by").asText().equals("none"));
    JsonNode dns = dns(member);
    assertThat(dns.path("by").asText()).as(dns.toString()).isEqualTo(manager);
    assertThat(dns.path("active").asBoolean()).as(dns.toString()).isTrue();
    for (String name : List.of(birch.fullName(), "birch")) {
      Await.until(
          member.host().name() + " finds " + name,
          NAMES_SECONDS,
          () -> finds(member.host(), name).equals(birch.ipv4()));
    }
    assertThat(finds(member.host(), ProviderNameServer.KNOWN_NAME))
        .isEqualTo(ProviderNameServer.KNOWN_ADDRESS);
  }

  private static JsonNode dns(Member member) {
    return member.status().path("dns");
  }

  /** The first IPv4 address that the C library finds; empty if none. */
  private static String finds(Host host, String name) {
    String output = host.tryExec("getent", "ahostsv4", name).output();
    return output.isBlank() ? "" : output.strip().split("\\s+", 2)[0];
  }

  private static void write(Host host, String file, String text) {
    host.exec("sh", "-c", "printf '%s' \"$1\" >\"$2\"", "sh", text, file);
  }
}
