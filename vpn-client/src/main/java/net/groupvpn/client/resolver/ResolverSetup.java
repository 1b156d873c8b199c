package net.groupvpn.client.resolver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.config.ClientConfig.DnsMode;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.MachineSetup;
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
  private final ResolverManagers managers;
  private final MachineSetup machine;
  private @Nullable ResolverChange told;
  private volatile DnsState state;
  private int repairs;
  private boolean closed;

  /**
   * Of this machine.
   *
   * @param machine where managers are told
   * @param questions runs commands that change nothing, to see who is in charge
   * @param stateDir may keep a file that was replaced
   */
  public ResolverSetup(
      DnsMode mode,
      ResolverPlan plan,
      MachineSetup machine,
      CommandRunner questions,
      Path stateDir) {
    this(mode, plan, machine, new SystemFiles(Path.of("/")), new Commands(questions), stateDir);
  }

  ResolverSetup(
      DnsMode mode,
      ResolverPlan plan,
      MachineSetup machine,
      SystemFiles files,
      Commands questions,
      Path stateDir) {
    this.mode = mode;
    this.plan = plan;
    this.machine = machine;
    this.files = files;
    this.managers = new ResolverManagers(files, questions, stateDir);
    this.state =
        DnsState.inactive(
            mode == DnsMode.NONE
                ? "left alone, as dns = \"none\" says; ask with: groupvpn dns NAME"
                : "waits until this machine has its address");
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
    for (ResolverKind kind : ResolverManagers.kinds()) {
      if (matches(kind) && tell(kind, reasons)) {
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

  private boolean matches(ResolverKind kind) {
    return switch (mode) {
      case AUTO -> true;
      case RESOLVECTL -> kind == ResolverKind.RESOLVED;
      case NETWORKMANAGER -> kind == ResolverKind.NETWORK_MANAGER;
      case RESOLVCONF -> kind == ResolverKind.OPENRESOLV || kind == ResolverKind.DEBIAN_RESOLVCONF;
      case FILE -> kind == ResolverKind.FILE;
      case NONE -> false;
    };
  }

  /** Whether it does what is wanted; if not, everything is taken back and {@code reasons} grow. */
  private boolean tell(ResolverKind kind, List<String> reasons) {
    ResolverManager manager = managers.of(kind);
    ResolverChange change = new ResolverChange(kind, plan);
    try {
      // Whoever names one manager may know better; the two kinds of resolvconf must be told apart.
      boolean isNamed = mode != DnsMode.AUTO && mode != DnsMode.RESOLVCONF;
      if (!isNamed && !manager.isInCharge()) {
        return false;
      }
      machine.apply(change);
      @Nullable String problem = manager.problem(plan);
      if (problem == null) {
        told = change;
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
    takeBack(change);
    return false;
  }

  /** This member's address is gone: nobody should wait for the service address. */
  public synchronized void withdraw() {
    ResolverChange change = told;
    if (change != null) {
      takeBack(change);
      told = null;
      state = DnsState.inactive("waits until this machine has an address again");
    }
  }

  /** Others may have written resolv.conf anew: does it again, but does not fight with them. */
  public synchronized void check() {
    ResolverChange change = told;
    if (change == null || closed) {
      return;
    }
    ResolverManager manager = managers.of(change.manager());
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

  private void takeBack(ResolverChange change) {
    try {
      machine.revert(change);
    } catch (IOException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    ResolverChange change = told;
    if (change != null) {
      takeBack(change);
    }
  }
}
