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
   * Takes it back. Without a name, networks whose clients run are left alone. If a kill switch is
   * to be closed, it is a problem if nobody can tell whether it is wanted.
   *
   * @param network one alone, or null for all
   * @return by network, those where there was something
   */
  Map<String, Recovery> takeBack(@Nullable String network, KillSwitch wanted) {
    Map<String, Recovery> taken = new TreeMap<>();
    Map<String, Known> all = networks();
    if (network != null) {
      String name = Directories.networkName(Path.of(network));
      all.keySet().retainAll(List.of(name));
      if (wanted == KillSwitch.CLOSE && all.isEmpty()) {
        taken.put(name, mayBeOpen(List.of(), List.of(), "this machine knows no such network"));
      }
    }
    all.forEach(
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
    Recovery recovery =
        isUsed(known.stateDir())
            ? takeBackUsed(network, known, wanted, isNamed)
            : new Recovery(List.of(), List.of());
    String unread = known.unread();
    return wanted == KillSwitch.CLOSE && unread != null
        ? mayBeOpen(recovery.done(), recovery.problems(), unread)
        : recovery;
  }

  private static Recovery mayBeOpen(List<String> done, List<String> problems, String why) {
    List<String> all = new ArrayList<>(problems);
    all.add("THE KILL SWITCH MAY BE OPEN: " + why);
    return new Recovery(done, all);
  }

  private static Recovery takeBackUsed(
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
   * @param unread why its configuration file cannot be read; null if it can, or there is none. The
   *     rest is a guess then
   */
  private record Known(Path stateDir, String device, TunnelConfig tunnel, @Nullable String unread) {
    static Known of(ClientConfig config) {
      return new Known(config.stateDir(), config.device().interfaceName(), config.tunnel(), null);
    }

    static Known guess(Path stateDir, @Nullable String unread) {
      return new Known(stateDir, ClientConfig.DEFAULT_INTERFACE, TunnelConfig.OFF, unread);
    }
  }

  /** By name. */
  private Map<String, Known> networks() {
    Map<String, Known> all = new TreeMap<>();
    for (Path folder : list(directories.state())) {
      all.put(String.valueOf(folder.getFileName()), Known.guess(folder, null));
    }
    for (Path file : list(directories.config())) {
      if (file.toString().endsWith(CONFIG_SUFFIX) && !isGroupFile(file)) {
        String name = Directories.networkName(file);
        try {
          all.put(name, Known.of(new ConfigReader(directories).read(file)));
        } catch (ConfigException e) {
          LOG.debug("a configuration that cannot be read: {}", e.getMessage());
          all.put(
              name,
              Known.guess(directories.state().resolve(name), String.join("; ", e.problems())));
        }
      }
    }
    return all;
  }

  private static boolean isGroupFile(Path file) {
    try {
      return ConfigReader.isGroupFile(file);
    } catch (ConfigException e) {
      return false; // Whoever reads it as a configuration says what is wrong.
    }
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
