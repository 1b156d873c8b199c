package net.groupvpn.client.tunnel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.os.SystemChange.Family;
import net.groupvpn.client.os.SystemChange.NftTable;
import net.groupvpn.client.os.SystemLook;
import net.groupvpn.client.os.TableName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The full tunnel of one network, as this machine has it. The kill switch is closed first and
 * opened last, and only on purpose: by {@link #pause} or {@link #end}. Whatever fails in between
 * leaves it closed. Methods block for commands of the system; thread-safe.
 */
public final class FullTunnel {
  private static final Logger LOG = LoggerFactory.getLogger(FullTunnel.class);

  private final String network;
  private final MachineSetup setup;
  private final SystemLook look;
  private final Names names;
  private final InnerDevices.Look inner;
  private final RoutedChanges changes;
  private @Nullable TunnelPlan plan;
  private @Nullable NftTable killSwitch;
  private String killSwitchText = "";
  private State state = State.OFF;
  private long restored;

  /** How it is. */
  public enum State {
    /** Nothing is changed. */
    OFF,
    /** Nothing gets out: there is no gateway. */
    CLOSED,
    /** Everything goes through the tunnel. */
    ON,
    /** Everything goes beside the tunnel for a while. */
    PAUSED
  }

  /** Which names this machine's resolver asks the group for. */
  public interface Names {
    /** All of them, or none but the group's own; blocks. */
    void askForAll(boolean all);
  }

  /**
   * Changes nothing yet.
   *
   * @param network the network's name, one DNS label
   * @param inner asked at each change of the machine, since one may become the way out
   * @param hasIpv6 whether the kernel has IPv6
   * @param modes how packets may be led
   */
  public FullTunnel(
      String network,
      MachineSetup setup,
      SystemLook look,
      InnerDevices.Look inner,
      boolean hasIpv6,
      Names names,
      RoutingModes modes) {
    this.network = network;
    this.setup = setup;
    this.look = look;
    this.inner = inner;
    this.names = names;
    this.changes =
        new RoutedChanges(
            setup,
            look,
            hasIpv6 ? List.of(Family.IPV4, Family.IPV6) : List.of(Family.IPV4),
            modes.all());
  }

  /**
   * Has it be as {@code wanted} says, from whatever it was. With a plan without any way nothing
   * gets out but the client's own packets.
   *
   * @throws IOException if that cannot be done: there is no nftables, say. The message says what to
   *     do. If the kill switch could be closed it is
   */
  public synchronized void start(TunnelPlan wanted) throws IOException {
    close(wanted);
    state = wanted.ipv4() == null && wanted.ipv6() == null ? State.CLOSED : State.ON;
    changes.set(wanted);
    names.askForAll(true);
  }

  /**
   * Lets nothing out but what the plan lets out, and changes nothing else: before anything else is
   * known of this machine.
   *
   * @throws IOException if that cannot be done; {@link #repair} tries it again
   */
  public synchronized void close(TunnelPlan wanted) throws IOException {
    plan = wanted;
    state = State.CLOSED;
    close(table(wanted, 0));
  }

  /** Whether something may leave that was to be kept in: the kill switch could not be closed. */
  public synchronized boolean isLeaking() {
    return killSwitch == null && (state == State.CLOSED || state == State.ON);
  }

  private NftTable table(TunnelPlan wanted, long openSeconds) {
    InnerDevices known = InnerDevices.NONE;
    try {
      known = inner.look();
    } catch (IOException e) {
      LOG.warn("full tunnel: containers are shut out: {}", e.getMessage());
    }
    return KillSwitch.of(network, wanted, known, openSeconds);
  }

  private void close(NftTable table) throws IOException {
    try {
      setup.apply(table);
      killSwitch = table;
      killSwitchText = look.content(table);
    } catch (IOException e) {
      throw new IOException(
          "a full tunnel needs nftables, to keep anything from leaving beside it: "
              + e.getMessage()
              + ". On Debian: apt install nftables",
          e);
    }
  }

  /**
   * Lets everything go beside the tunnel, until {@link #start}, or for so long at most: the kill
   * switch stays, and the kernel closes it then, also if this client is killed before.
   */
  public synchronized void pause(Duration length) throws IOException {
    TunnelPlan now = plan;
    if (now == null) {
      throw new IOException("there is no full tunnel to pause");
    }
    state = State.PAUSED;
    names.askForAll(false);
    changes.takeBack();
    close(table(now, Math.max(1, length.toSeconds())));
    tellProblems();
  }

  /**
   * Takes everything back, and opens a kill switch that an earlier client has left, too.
   *
   * @throws IOException if something stays; the message says what
   */
  public synchronized void end() throws IOException {
    boolean wasUsed = state != State.OFF;
    state = State.OFF;
    plan = null;
    if (wasUsed) {
      names.askForAll(false);
    }
    changes.takeBack();
    NftTable closed = killSwitch;
    if (closed != null) {
      setup.revert(closed);
      killSwitch = null;
    } else if (isLeft()) {
      setup.revert(ofNetwork());
    }
    tellProblems();
  }

  private void tellProblems() throws IOException {
    List<String> problems = changes.problems();
    if (!problems.isEmpty()) {
      throw new IOException(String.join("; ", problems));
    }
  }

  private NftTable ofNetwork() {
    return new NftTable(TableName.ofKillSwitch(network), "", true);
  }

  /** Whether this machine has a kill switch of this network, whoever has closed it. */
  public boolean isLeft() {
    try {
      return look.isSet(ofNetwork());
    } catch (IOException e) {
      LOG.debug("no nft, so no table of it: {}", e.getMessage());
      return false;
    }
  }

  /**
   * Puts back what somebody else has changed, and lets containers' networks come and go.
   *
   * @return what was wrong, one text each
   * @throws IOException if something cannot be put back
   */
  public synchronized List<String> repair() throws IOException {
    List<String> wrong = new ArrayList<>();
    TunnelPlan now = plan;
    if (now != null && state != State.PAUSED) {
      NftTable closed = killSwitch;
      boolean stands = closed == null || look.content(closed).equals(killSwitchText);
      NftTable wanted = table(now, 0);
      if (!stands) {
        // Until it is closed again, things leave.
        killSwitch = null;
      }
      if (!stands || !wanted.equals(closed)) {
        close(wanted);
      }
      if (!stands) {
        wrong.add("its table " + wanted.name() + " of nftables");
      }
    }
    wrong.addAll(changes.repair());
    restored += wrong.isEmpty() ? 0 : 1;
    return wrong;
  }

  /** How it is now. */
  public synchronized State state() {
    return state;
  }

  /** The same with all that a person may want to know, for {@code status}. */
  public synchronized void report(ObjectNode into) {
    into.put("state", state.name().toLowerCase(Locale.ROOT));
    changes.report(into);
    boolean isClosed = killSwitch != null && state != State.PAUSED;
    into.put("kill_switch", isClosed ? TableName.ofKillSwitch(network) : null);
    into.put("open_with", isClosed ? "groupvpn down --network " + network : null);
    TunnelPlan now = plan;
    into.put("ipv6", now != null && now.ipv6() != null);
    into.put("restored", restored);
    changes.problems().forEach(into.putArray("problems")::add);
  }
}
