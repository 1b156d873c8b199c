package net.groupvpn.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.config.ConfigException;
import net.groupvpn.client.config.ConfigReader;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.config.TunnelConfig;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.client.journal.Journal;
import net.groupvpn.client.machine.JournaledSetup;
import net.groupvpn.client.machine.JournaledSetup.Recovery;
import net.groupvpn.client.machine.LinuxMachine;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.SystemChange.NftTable;
import net.groupvpn.client.os.TableName;
import net.groupvpn.client.part.ClosedAhead;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What clients that were killed have left on this machine, by network. */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final String CONFIG_SUFFIX = ".toml";

  private final Directories directories;

  Leftovers(Directories directories) {
    this.directories = directories;
  }

  /** What becomes of a full tunnel's kill switch. */
  enum KillSwitch {
    /** Everything gets out. */
    OPEN,
    /** It stays as it is. */
    KEEP,
    /** It is closed, if a full tunnel is wanted. */
    CLOSE
  }

  /**
   * Takes it back. Without a name, networks whose clients run are left alone.
   *
   * @param network one alone, or null for all
   * @return by network, those where there was something
   */
  Map<String, Recovery> takeBack(@Nullable String network, KillSwitch wanted) {
    Map<String, Recovery> taken = new TreeMap<>();
    networks(network)
        .forEach(
            (name, known) -> {
              Recovery recovery = takeBack(name, known, wanted, network != null);
              if (!recovery.done().isEmpty() || !recovery.problems().isEmpty()) {
                taken.put(name, recovery);
              }
            });
    return taken;
  }

  private static Recovery takeBack(
      String network, Known known, KillSwitch wanted, boolean isNamed) {
    try (StateStore lock = StateStore.open(known.stateDir())) {
      LinuxMachine machine = new LinuxMachine();
      JournaledSetup setup = machine.setup(lock.directory());
      Recovery recovery = setup.undoAll(wanted != KillSwitch.OPEN);
      List<String> done = new ArrayList<>(recovery.done());
      List<String> problems = new ArrayList<>(recovery.problems());
      if (wanted == KillSwitch.CLOSE) {
        close(
            new ClosedAhead(network, known.device(), known.tunnel()), lock, setup, done, problems);
      } else if (wanted == KillSwitch.OPEN) {
        open(killSwitch(network), machine.questions(), setup, done, problems);
      }
      return new Recovery(done, problems);
    } catch (IOException e) {
      return new Recovery(List.of(), isNamed ? List.of(String.valueOf(e.getMessage())) : List.of());
    }
  }

  /** As after a restart of the machine. */
  private static void close(
      ClosedAhead ahead,
      StateStore store,
      JournaledSetup setup,
      List<String> done,
      List<String> problems) {
    try {
      if (ahead.close(store, new LinuxMachine(), setup)) {
        done.add("that anything leaves beside the full tunnel: its kill switch is closed");
      }
    } catch (IOException e) {
      problems.add("THE KILL SWITCH IS OPEN: " + e.getMessage());
    }
  }

  /** Also one of which the journal does not tell: that may be lost. */
  private static void open(
      NftTable killSwitch,
      CommandRunner questions,
      JournaledSetup setup,
      List<String> done,
      List<String> problems) {
    try {
      List<String> question = List.of("nft", "list", "table", "inet", killSwitch.name());
      if (questions.run(question).exitCode() != 0) {
        return;
      }
    } catch (IOException e) {
      return; // Where there is no nft there is no table of it.
    }
    try {
      setup.revert(killSwitch);
      done.add("kill-switch " + killSwitch.name());
    } catch (IOException e) {
      problems.add("the kill switch stays closed: " + e.getMessage());
    }
  }

  private static NftTable killSwitch(String network) {
    return new NftTable(TableName.ofKillSwitch(network), "", true);
  }

  /**
   * A network that this machine knows.
   *
   * @param stateDir where it keeps its state
   * @param device name of its network card
   * @param tunnel what its configuration file says
   */
  private record Known(Path stateDir, String device, TunnelConfig tunnel) {}

  /** By name, as far as they have any state. */
  private Map<String, Known> networks(@Nullable String network) {
    Map<String, Known> all = new TreeMap<>();
    for (Path folder : list(directories.state())) {
      all.put(
          String.valueOf(folder.getFileName()),
          new Known(folder, ClientConfig.DEFAULT_INTERFACE, TunnelConfig.OFF));
    }
    for (Path file : list(directories.config())) {
      if (file.toString().endsWith(CONFIG_SUFFIX)) {
        try {
          ClientConfig config = new ConfigReader(directories).read(file);
          all.put(
              Directories.networkName(file),
              new Known(config.stateDir(), config.device().interfaceName(), config.tunnel()));
        } catch (ConfigException e) {
          LOG.debug("no network's configuration: {}", e.getMessage());
        }
      }
    }
    all.values().removeIf(known -> !isUsed(known.stateDir()));
    if (network != null) {
      all.keySet().retainAll(List.of(Directories.networkName(Path.of(network))));
    }
    return all;
  }

  /** Whether a client has ever kept its state there. */
  private static boolean isUsed(Path folder) {
    return Files.exists(folder.resolve(StateStore.LOCK))
        || Files.exists(folder.resolve(Journal.FILE));
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      return List.of(); // Nothing is there, or nothing that this user may see.
    }
  }
}
