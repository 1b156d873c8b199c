package net.groupvpn.lab.bed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import org.junit.jupiter.api.Test;

@NeedsRoot
class TestbedTest {
  private static final String CABLE = "gvtestfoot";

  @Test
  void hostsOnACableReachEachOther() {
    try (Testbed bed = new Testbed("cable")) {
      Host a = bed.host("a");
      Host b = bed.host("b");
      bed.cable(a, "eth0", b, "eth0");
      a.address("eth0", "10.77.0.1/24");
      b.address("eth0", "10.77.0.2/24");
      assertThat(a.exec("ping", "-c1", "-W2", "10.77.0.2")).contains(" 0% packet loss");
    }
  }

  @Test
  void closingEndsProcessesAndRemovesNamespaces() {
    HostProcess sleeper;
    String namespace;
    try (Testbed bed = new Testbed("close")) {
      Host a = bed.host("a");
      namespace = a.namespace();
      sleeper = a.start("sleep", List.of("sleep", "600"));
      assertThat(sleeper.isAlive()).isTrue();
    }
    assertThat(sleeper.isAlive()).isFalse();
    assertThat(Commands.run("ip", "netns", "list")).doesNotContain(namespace);
  }

  @Test
  void closingRemovesCablesFromThisMachineAtOnce() {
    try (Testbed bed = new Testbed("foot")) {
      String namespace = bed.host("a").namespace();
      Commands.run(
          "ip", "link", "add", CABLE, "type", "veth", "peer", "name", "far", "netns", namespace);
      assertThat(Commands.run("ip", "link", "show", "type", "veth")).contains(CABLE);
    }
    assertThat(Commands.run("ip", "link", "show", "type", "veth")).doesNotContain(CABLE);
  }

  @Test
  void aKilledJvmLeavesNothingBehind() {
    try (Testbed bed = new Testbed("outer")) {
      HostProcess jvm = bed.start("jvm", JavaCommand.of(BedForever.class));
      jvm.awaitOutput("ready", 20);
      String namespace = jvm.output().strip().substring("ready ".length());
      assertThat(Commands.run("ip", "netns", "list")).contains(namespace);
      jvm.kill();
      Await.until(
          namespace + " is gone",
          20,
          () -> !Commands.run("ip", "netns", "list").contains(namespace));
    }
  }
}
