package net.groupvpn.client.resolver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.config.ClientConfig.DnsMode;
import net.groupvpn.client.os.CommandRunner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whichever manager is in charge of this machine's names, while this member has an address:
 * without one the service address answers nothing, and everybody would wait for it. Managers are
 * tried in a fixed order; one that refuses, or does not do what it was told, gives way to the next.
 * Thread-safe; blocks for commands.
 */
public final class ResolverSetup implements AutoCloseable {
  /** So often a file that others write is written again. */
  static final int MAX_REPAIRS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(ResolverSetup.class);

  private final DnsMode mode;
  private final ResolverPlan plan;
  private final SystemFiles files;
  private final List<ResolverManager> managers;
  private @Nullable ResolverManager told;
  private @Nullable UndoGuard guard;
  private volatile DnsState state;
  private int repairs;
  private boolean closed;

  /** Of this machine; {@code stateDir} may keep a file that was replaced. */
  public ResolverSetup(DnsMode mode, ResolverPlan plan, CommandRunner runner, Path stateDir) {
    this(mode, plan, new SystemFiles(Path.of("/")), new Commands(runner), stateDir);
  }

  ResolverSetup(
      DnsMode mode, ResolverPlan plan, SystemFiles files, Commands commands, Path stateDir) {
    this.mode = mode;
    this.plan = plan;
    this.files = files;
    this.managers =
        List.of(
            new Resolved(files, commands),
            new NetworkManagerDns(files, commands),
            new Resolvconf(Resolvconf.Kind.OPENRESOLV, files, commands),
            new Resolvconf(Resolvconf.Kind.DEBIAN, files, commands),
            new PlainFile(files, stateDir));
    this.state =
        DnsState.inactive(
            mode == DnsMode.NONE
                ? "left alone, as dns = \"none\" says; ask with: groupvpn dns NAME"
                : "waits until this machine has its address");
  }

  /**
   * Takes back what clients that were killed have left behind, for what {@link UndoGuard} did not
   * get to: after a loss of power, say. At each start, whatever is configured.
   */
  public static void cleanUp(CommandRunner runner, Path stateDir) {
    cleanUp(new SystemFiles(Path.of("/")), new Commands(runner), stateDir);
  }

  static void cleanUp(SystemFiles files, Commands commands, Path stateDir) {
    try {
      if (files.resolvconfProgram() != null && commands.succeeds("resolvconf", "-i")) {
        Resolvconf.cleanUp(files, commands);
      }
      new PlainFile(files, stateDir).cleanUp(commands);
    } catch (IOException e) {
      LOG.warn("what a killed client has left at the resolver stays: {}", e.getMessage());
    }
  }

  /** What was done. */
  public DnsState state() {
    return state;
  }

  /** This member has an address: the service address answers from now on. */
  public synchronized void apply() {
    if (mode == DnsMode.NONE || told != null || closed) {
      return;
    }
    List<String> reasons = new ArrayList<>();
    for (ResolverManager manager : managers) {
      if (matches(manager) && tell(manager, reasons)) {
        return;
      }
    }
    String why =
        reasons.isEmpty() ? "none of its kind is in charge here" : String.join("; ", reasons);
    state =
        DnsState.inactive(
            "not set up: %s. Ask with: groupvpn dns NAME, or put \"nameserver %s\" first into %s"
                .formatted(why, plan.server(), files.resolvConf()));
    LOG.warn("names do not resolve; {}", state.text());
  }

  private boolean matches(ResolverManager manager) {
    return switch (mode) {
      case AUTO -> true;
      case RESOLVECTL -> manager instanceof Resolved;
      case NETWORKMANAGER -> manager instanceof NetworkManagerDns;
      case RESOLVCONF -> manager instanceof Resolvconf;
      case FILE -> manager instanceof PlainFile;
      case NONE -> false;
    };
  }

  /** Whether it does what is wanted; if not, everything is taken back and {@code reasons} grow. */
  private boolean tell(ResolverManager manager, List<String> reasons) {
    try {
      // Whoever names one manager may know better; the two kinds of resolvconf must be told apart.
      boolean isNamed = mode != DnsMode.AUTO && mode != DnsMode.RESOLVCONF;
      if (!isNamed && !manager.isInCharge()) {
        return false;
      }
      guard = UndoGuard.start(manager.undoScript(plan));
      manager.apply(plan);
      @Nullable String problem = manager.problem(plan);
      if (problem == null) {
        told = manager;
        state =
            new DnsState(
                manager.name(),
                true,
                "%s asks %s for names in %s"
                    .formatted(manager.name(), plan.server(), plan.suffix()));
        LOG.info("names: {}", state.text());
        return true;
      }
      reasons.add(manager.name() + ": " + problem);
    } catch (IOException e) {
      reasons.add(manager.name() + ": " + e.getMessage());
    }
    takeBack();
    return false;
  }

  /** This member's address is gone: nobody should wait for the service address. */
  public synchronized void withdraw() {
    if (told != null) {
      takeBack();
      told = null;
      state = DnsState.inactive("waits until this machine has an address again");
    }
  }

  /** Others may have written resolv.conf anew: does it again, but does not fight with them. */
  public synchronized void check() {
    ResolverManager manager = told;
    if (manager == null || closed) {
      return;
    }
    try {
      @Nullable String problem = manager.problem(plan);
      if (problem == null) {
        return;
      }
      if (repairs < MAX_REPAIRS) {
        repairs++;
        LOG.info("{}; setting the resolver up again", problem);
        withdraw();
        apply();
      } else if (state.isActive()) {
        state =
            new DnsState(
                manager.name(),
                false,
                "%s, for the %dth time; it is left so until the next start"
                    .formatted(problem, MAX_REPAIRS + 1));
        LOG.warn("names do not resolve: {}", state.text());
      }
    } catch (IOException e) {
      LOG.warn("the resolver's settings cannot be checked: {}", e.getMessage());
    }
  }

  private void takeBack() {
    UndoGuard current = guard;
    guard = null;
    try {
      if (current != null) {
        current.close();
      }
    } catch (IOException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    takeBack();
  }
}
