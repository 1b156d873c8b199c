package net.groupvpn.client.resolver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.groupvpn.client.os.CommandRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configures name managers, and reverts that, even when this process is killed: a guard for each
 * change waits for that. Thread-safe; blocks for commands.
 */
public final class ResolverChanges {
  private static final Logger LOG = LoggerFactory.getLogger(ResolverChanges.class);

  private final SystemFiles files;
  private final ResolverCommands commands;
  private final Path stateDir;
  private final ResolverManagers managers;
  private final Map<ResolverChange, UndoGuard> guards = new HashMap<>();

  /** For this machine; {@code stateDir} is where a replaced file may be kept. */
  public ResolverChanges(CommandRunner runner, Path stateDir) {
    this(new SystemFiles(Path.of("/")), new ResolverCommands(runner), stateDir);
  }

  ResolverChanges(SystemFiles files, ResolverCommands commands, Path stateDir) {
    this.files = files;
    this.commands = commands;
    this.stateDir = stateDir;
    this.managers = new ResolverManagers(files, commands, stateDir);
  }

  /**
   * Reverts what killed clients have left behind and {@link UndoGuard} did not reach, for example
   * after a power failure.
   */
  public void recover() {
    try {
      if (files.resolvconfProgram() != null && commands.succeeds("resolvconf", "-i")) {
        Resolvconf.cleanUp(files, commands);
      }
      new PlainFile(files, stateDir).cleanUp(commands);
    } catch (IOException e) {
      LOG.warn("cannot revert what a killed client has left at the resolver: {}", e.getMessage());
    }
  }

  /** Configures the manager. */
  public synchronized void apply(ResolverChange change) throws IOException {
    ResolverManager manager = managers.of(change.manager());
    if (!guards.containsKey(change)) {
      guards.put(change, UndoGuard.start(manager.undoScript(change.plan())));
    }
    manager.apply(change.plan());
  }

  /**
   * Takes back what the manager was told by this client, or by one that was killed if the manager
   * still knows; some forget it with the device.
   *
   * @return whether there was anything to do
   */
  public synchronized boolean undo(ResolverChange change) throws IOException {
    if (guards.containsKey(change)) {
      revert(change);
      return true;
    }
    ResolverKind kind = change.manager();
    boolean wentWithDevice = kind == ResolverKind.RESOLVED || kind == ResolverKind.NETWORK_MANAGER;
    if (wentWithDevice && !files.hasDevice(change.plan().device())) {
      return false;
    }
    commands.must("sh", "-c", managers.of(kind).undoScript(change.plan()));
    return true;
  }

  /** Takes back what the manager was told. */
  public synchronized void revert(ResolverChange change) throws IOException {
    UndoGuard guard = guards.remove(change);
    if (guard != null) {
      guard.close();
    }
  }
}
