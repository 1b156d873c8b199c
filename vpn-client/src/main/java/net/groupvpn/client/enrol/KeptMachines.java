package net.groupvpn.client.enrol;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import net.groupvpn.dhcpdns.machine.KnownMachine;
import org.jspecify.annotations.Nullable;

/** The machines behind this one, in router mode, as the last run knew them. */
public final class KeptMachines {
  private static final String FILE = "machines.txt";

  private final StateStore store;

  /** They are kept in {@code store}. */
  public KeptMachines(StateStore store) {
    this.store = store;
  }

  /** Where they are kept. */
  public Path path() {
    return store.directory().resolve(FILE);
  }

  /** The machines of the last run; none if there are none. */
  public List<KnownMachine> load() throws IOException {
    @Nullable String text = store.readCache(FILE, line -> KnownMachine.parse(line) != null);
    return text == null
        ? List.of()
        : text.lines().map(KnownMachine::parse).filter(Objects::nonNull).toList();
  }

  /** Stores them for the next run. */
  public void save(List<KnownMachine> machines) throws IOException {
    store.write(
        FILE, String.join("\n", machines.stream().map(KnownMachine::toLine).toList()) + "\n");
  }
}
