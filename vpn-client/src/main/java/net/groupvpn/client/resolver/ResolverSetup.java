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
 * Configures whichever name manager is in charge of this machine, while this member has an address.
 * Without an address the service address answers nothing, and every program would wait for it.
 * Managers are tried in a fixed order; if one refuses, or the names do not resolve, the next one is
 * tried. Thread-safe; blocks for commands.
 */
public final class ResolverSetup implements AutoCloseable {
  /** How often a file is written again that others overwrite. */
  static final int MAX_REPAIRS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(ResolverSetup.class);

  private final DnsMode mode;
  private ResolverPlan plan;
  private final SystemFiles files;
  private final ResolverManagers managers;
  private final MachineSetup machine;
  private @Nullable ResolverChange told;
  private volatile DnsState state;
  private int repairs;
  private boolean closed;

  /**
   * For this machine.
   *
   * @param machine makes the changes
   * @param questions runs commands that change nothing, to find the manager in charge
   * @param stateDir where a replaced file may be kept
   */
  public ResolverSetup(
      DnsMode mode,
      ResolverPlan plan,
      MachineSetup machine,
      CommandRunner questions,
      Path stateDir) {
    this(
        mode,
        plan,
        machine,
        new SystemFiles(Path.of("/")),
        new ResolverCommands(questions),
        stateDir);
  }

  ResolverSetup(
      DnsMode mode,
      ResolverPlan plan,
      MachineSetup machine,
      SystemFiles files,
      ResolverCommands questions,
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

  /** The present state. */
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

  /**
   * Whether the manager works as wanted; if not, everything is reverted and {@code reasons} grows.
   */
  private boolean tell(ResolverKind kind, List<String> reasons) {
    ResolverManager manager = managers.of(kind);
    ResolverChange change = new ResolverChange(kind, plan);
    try {
      // A configured manager may be right; the two kinds of resolvconf must be told apart.
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
                "%s asks %s for %s"
                    .formatted(
                        manager.name(),
                        plan.server(),
                        plan.all() ? "all names" : "names in " + plan.suffix()));
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

  /**
   * Which names the group's server is asked for: all, or its own; as soon as there is an address.
   */
  public synchronized void askForAll(boolean all) {
    if (plan.all() != all) {
      boolean wasTold = told != null;
      withdraw();
      plan = plan.forAll(all);
      repairs = 0;
      if (wasTold) {
        apply();
      }
    }
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

  /** Others may have rewritten resolv.conf: writes it again, but does not fight with them. */
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
        LOG.info("{}; configuring the resolver again", problem);
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
