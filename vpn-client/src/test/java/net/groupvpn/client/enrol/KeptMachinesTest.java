package net.groupvpn.client.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.machine.KnownMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptMachinesTest {
  private static final KnownMachine PRESS =
      new KnownMachine(
          "mac:020000000099",
          0x0200_0000_0099L,
          Ipv4Address.parse("10.128.0.9"),
          new Label("press"),
          null,
          1_700_000_000_000L);

  @TempDir private Path directory;

  @Test
  void machinesComeBackAsTheyWere() throws Exception {
    try (StateStore store = StateStore.open(directory)) {
      KeptMachines kept = new KeptMachines(store);
      assertThat(kept.load()).isEmpty();
      kept.save(List.of(PRESS));
      assertThat(kept.load()).containsExactly(PRESS);
      kept.save(List.of());
      assertThat(kept.load()).isEmpty();
      assertThat(store.warnings()).isEmpty();
    }
  }

  @Test
  void aDamagedFileIsSetAside() throws Exception {
    try (StateStore store = StateStore.open(directory)) {
      Files.writeString(directory.resolve("machines.txt"), PRESS.toLine() + "\nnonsense\n");
      assertThat(new KeptMachines(store).load()).isEmpty();
      assertThat(store.warnings()).containsKey("machines.txt");
    }
  }
}
