package net.groupvpn.client.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.config.ClientConfig.DnsMode;
import net.groupvpn.client.os.Change;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.os.ProcessCommandRunner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a directory that stands for the machine; shells are real, resolver managers are not. */
class ResolverSetupTest {
  private static final ResolverPlan PLAN =
      new ResolverPlan(
          "gvpn0", "10.128.0.1", "office.gvpn", List.of("128.10.in-addr.arpa", "d.f.ip6.arpa"));
  private static final String PROVIDER = "nameserver 192.0.2.53\n";

  @TempDir private Path root;
  private final List<String> commands = new ArrayList<>();
  private final List<String> failing = new ArrayList<>();
  private Path resolvConf;

  @BeforeEach
  void anEmptyMachine() throws IOException {
    Files.createDirectories(root.resolve("etc"));
    Files.createDirectories(root.resolve("sys/class/net"));
    resolvConf = root.resolve("etc/resolv.conf");
  }

  @Test
  void resolvedIsToldServerSuffixReverseZonesAndWhatToSwitchOff() throws IOException {
    leadsTo("run/systemd/resolve/stub-resolv.conf", "nameserver 127.0.0.53\n");
    ResolverSetup setup = applied(DnsMode.AUTO);
    assertThat(commands)
        .containsExactly(
            "resolvectl dns",
            "resolvectl dns gvpn0 10.128.0.1",
            "resolvectl domain gvpn0 office.gvpn ~128.10.in-addr.arpa ~d.f.ip6.arpa",
            "resolvectl default-route gvpn0 false",
            "resolvectl dnssec gvpn0 no",
            "resolvectl dnsovertls gvpn0 no",
            "resolvectl llmnr gvpn0 no",
            "resolvectl mdns gvpn0 no",
            "resolvectl flush-caches");
    assertThat(setup.state().by()).isEqualTo("systemd-resolved");
    assertThat(setup.state().isActive()).isTrue();
    setup.close();
  }

  @Test
  void inFullTunnelResolvedAsksUsForAllNames() throws IOException {
    leadsTo("run/systemd/resolve/stub-resolv.conf", "nameserver 127.0.0.53\n");
    ResolverSetup setup = setup(DnsMode.AUTO);
    setup.askForAll(true);
    assertThat(commands).as("without an address").isEmpty();
    setup.apply();
    assertThat(commands)
        .contains(
            "resolvectl domain gvpn0 office.gvpn ~128.10.in-addr.arpa ~d.f.ip6.arpa ~.",
            "resolvectl default-route gvpn0 true");
    commands.clear();
    setup.askForAll(false);
    assertThat(commands).contains("resolvectl default-route gvpn0 false");
    setup.close();
  }

  @Test
  void inFullTunnelAPlainFileNamesNobodyElseAndIsPutBack() throws IOException {
    Files.writeString(resolvConf, "search home.example\n" + PROVIDER);
    String before = Files.readString(resolvConf);
    ResolverSetup setup = applied(DnsMode.AUTO);
    setup.askForAll(true);
    assertThat(resolvConf).content().contains("10.128.0.1").doesNotContain("nameserver 192");
    assertThat(setup.state().text()).contains("all names");
    setup.askForAll(false);
    assertThat(resolvConf).content().contains("10.128.0.1", "nameserver 192.0.2.53");
    setup.close();
    assertThat(resolvConf).hasContent(before);
  }

  @Test
  void aResolvconfThatIsALinkToResolvectlIsResolved() throws IOException {
    Files.writeString(resolvConf, PROVIDER);
    Files.createDirectories(root.resolve("usr/bin"));
    Files.createDirectories(root.resolve("sbin"));
    Files.createFile(root.resolve("usr/bin/resolvectl"));
    Files.createSymbolicLink(root.resolve("sbin/resolvconf"), Path.of("../usr/bin/resolvectl"));
    assertThat(applied(DnsMode.AUTO).state().by()).isEqualTo("systemd-resolved");
  }

  @Test
  void whoDoesNotAnswerGivesWayToTheNextAndStatusSaysSo() throws IOException {
    leadsTo("run/NetworkManager/resolv.conf", PROVIDER);
    failing.add("nmcli device");
    ResolverSetup setup = applied(DnsMode.NETWORKMANAGER);
    assertThat(setup.state().isActive()).isFalse();
    assertThat(setup.state().text()).contains("NetworkManager", "nmcli device modify", "failed");
    assertThat(applied(DnsMode.AUTO).state().by()).isEqualTo(resolvConf.toString());
  }

  @Test
  void aManagerThatPutsSomebodyElseFirstGivesWay() throws IOException {
    leadsTo("run/NetworkManager/resolv.conf", PROVIDER);
    ResolverSetup setup = applied(DnsMode.NETWORKMANAGER);
    assertThat(setup.state().text()).contains("names 192.0.2.53 before 10.128.0.1");
    assertThat(commands)
        .contains(
            "nmcli device modify gvpn0 ipv4.dns 10.128.0.1 ipv4.dns-search"
                + " office.gvpn,~128.10.in-addr.arpa,~d.f.ip6.arpa ipv4.dns-priority 1");
  }

  @Test
  void aPlainFileIsReplacedByACopyAndPutBack() throws IOException {
    Files.writeString(resolvConf, "search home.example\n" + PROVIDER + "options edns0 rotate\n");
    String before = Files.readString(resolvConf);
    ResolverSetup setup = applied(DnsMode.AUTO);
    assertThat(Files.readAllLines(resolvConf))
        .element(0)
        .asString()
        .startsWith("# groupvpn gvpn0: ");
    assertThat(Files.readAllLines(resolvConf))
        .endsWith(
            "nameserver 10.128.0.1",
            "nameserver 192.0.2.53",
            "options edns0",
            "search home.example office.gvpn");
    setup.close();
    assertThat(resolvConf).hasContent(before);
    assertThat(kept()).doesNotExist();
  }

  @Test
  void aWriteThatWasCutShortDoesNotLoseTheOriginal() throws IOException {
    Files.writeString(kept(), PROVIDER);
    Files.writeString(resolvConf, "");
    ResolverSetup setup = applied(DnsMode.AUTO);
    assertThat(resolvConf).content().contains("10.128.0.1", "192.0.2.53");
    setup.close();
    assertThat(resolvConf).hasContent(PROVIDER);
  }

  @Test
  void whatAnotherProgramHasWrittenSinceIsNotReplaced() throws IOException {
    Files.writeString(resolvConf, PROVIDER);
    ResolverSetup setup = applied(DnsMode.AUTO);
    Files.writeString(resolvConf, "nameserver 198.51.100.53\n");
    setup.close();
    assertThat(resolvConf).hasContent("nameserver 198.51.100.53\n");
  }

  @Test
  void aFileThatOthersWriteIsWrittenAgainButNotForEver() throws IOException {
    Files.writeString(resolvConf, PROVIDER);
    ResolverSetup setup = applied(DnsMode.AUTO);
    for (int i = 0; i < ResolverSetup.MAX_REPAIRS; i++) {
      Files.writeString(resolvConf, PROVIDER);
      setup.check();
      assertThat(resolvConf).content().contains("nameserver 10.128.0.1");
    }
    Files.writeString(resolvConf, PROVIDER);
    setup.check();
    assertThat(resolvConf).hasContent(PROVIDER);
    assertThat(setup.state().isActive()).isFalse();
    assertThat(setup.state().text()).contains("another program has written");
  }

  @Test
  void aLinkIsMovedAsideAndWhatItLeadsToStays() throws IOException {
    leadsTo("usr/lib/package/resolv.conf", PROVIDER);
    ResolverSetup setup = applied(DnsMode.AUTO);
    assertThat(root.resolve("usr/lib/package/resolv.conf")).hasContent(PROVIDER);
    assertThat(resolvConf).content().contains("10.128.0.1", "192.0.2.53");
    setup.close();
    assertThat(resolvConf).isSymbolicLink().hasContent(PROVIDER);
  }

  @Test
  void whatAKilledClientLeftIsPutBackAtTheNextStart() throws IOException {
    Files.writeString(resolvConf, PROVIDER);
    ResolverPlan plan = new ResolverPlan("gvpn7", "10.9.0.1", "other.gvpn", List.of());
    new PlainFile(files(), root).apply(plan);
    Files.createFile(root.resolve("sys/class/net/gvpn7"));
    changes().recover();
    assertThat(resolvConf).as("its client runs").content().contains("10.9.0.1");
    ResolverSetup second = applied(DnsMode.AUTO);
    assertThat(second.state().text()).contains("another network, on gvpn7");

    Files.delete(root.resolve("sys/class/net/gvpn7"));
    changes().recover();
    assertThat(resolvConf).hasContent(PROVIDER);
  }

  @Test
  void nothingIsSetUpBeforeThereIsAnAddressNorAfterItIsLost() throws IOException {
    Files.writeString(resolvConf, PROVIDER);
    ResolverSetup setup = setup(DnsMode.AUTO);
    assertThat(setup.state().text()).contains("waits until this machine has its address");
    setup.apply();
    setup.withdraw();
    assertThat(resolvConf).hasContent(PROVIDER);
    assertThat(setup.state().isActive()).isFalse();
    setup.apply();
    assertThat(setup.state().isActive()).isTrue();
    setup.close();
  }

  @Test
  void noneLeavesEverythingAlone() throws IOException {
    Files.writeString(resolvConf, PROVIDER);
    ResolverSetup setup = applied(DnsMode.NONE);
    assertThat(resolvConf).hasContent(PROVIDER);
    assertThat(setup.state().text()).contains("dns = \"none\"");
    assertThat(commands).isEmpty();
  }

  private Path kept() {
    return resolvConf.resolveSibling("resolv.conf" + PlainFile.KEPT_SUFFIX);
  }

  private ResolverSetup applied(DnsMode mode) {
    ResolverSetup setup = setup(mode);
    setup.apply();
    return setup;
  }

  private ResolverSetup setup(DnsMode mode) {
    return new ResolverSetup(
        mode, PLAN, machine(changes()), files(), new ResolverCommands(this::run), root);
  }

  private ResolverChanges changes() {
    return new ResolverChanges(files(), new ResolverCommands(this::run), root);
  }

  /** A machine where only the resolver is changed. */
  private static MachineSetup machine(ResolverChanges changes) {
    return new MachineSetup() {
      @Override
      public void recover() {
        changes.recover();
      }

      @Override
      public void apply(Change change) throws IOException {
        changes.apply((ResolverChange) change);
      }

      @Override
      public void revert(Change change) throws IOException {
        changes.revert((ResolverChange) change);
      }
    };
  }

  private SystemFiles files() {
    return new SystemFiles(root);
  }

  private void leadsTo(String target, String content) throws IOException {
    Path file = root.resolve(target);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.createSymbolicLink(resolvConf, file);
  }

  private CommandRunner.Result run(List<String> command) throws IOException {
    if (command.get(0).equals("sh")) {
      return new ProcessCommandRunner().run(command);
    }
    String line = String.join(" ", command);
    commands.add(line);
    boolean fails = failing.stream().anyMatch(line::startsWith);
    return new CommandRunner.Result(fails ? 1 : 0, fails ? "no" : "");
  }
}
