package net.groupvpn.client.gateway;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import net.groupvpn.client.config.TunnelConfig.Nat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who carries members' packets: the kernel, or this program where the kernel's way cannot be had.
 * What once worked is not changed for the other: a rule that somebody takes away is a problem to be
 * said, not a reason for members' connections to break. Belongs to one thread, but for {@link
 * #counters} and {@link #isUser}.
 */
public final class GatewayWay {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayWay.class);

  private final Nat wanted;
  private final ForwardingMachine kernel;
  private final UserStart start;
  private volatile @Nullable UserGateway user;
  private boolean hasKernelWorked;

  /** Starts the way without the kernel. */
  public interface UserStart {
    /** Carries from now on. */
    UserGateway start() throws IOException;
  }

  /** Changes nothing yet. */
  public GatewayWay(Nat wanted, ForwardingMachine kernel, UserStart start) {
    this.wanted = wanted;
    this.kernel = kernel;
    this.start = start;
  }

  /** Makes everything ready, again if need be; returns why that is not possible, or "". */
  public String prepare() {
    UserGateway running = user;
    if (running != null) {
      return check(running);
    }
    if (wanted == Nat.USER) {
      return startUser();
    }
    String problem = kernel.prepare();
    hasKernelWorked |= problem.isEmpty();
    if (problem.isEmpty() || wanted == Nat.KERNEL || hasKernelWorked) {
      return problem;
    }
    LOG.info("the kernel does not carry for others: {}; this program does it itself", problem);
    kernel.restore();
    return startUser();
  }

  private String startUser() {
    try {
      user = start.start();
      return "";
    } catch (IOException e) {
      return "this program cannot carry packets itself: " + e.getMessage();
    }
  }

  private static String check(UserGateway running) {
    try {
      running.lookAgain();
      return running.isAlive() ? "" : "this program's own NAT has stopped; its log says why";
    } catch (IOException e) {
      return "this machine's addresses are not known: " + e.getMessage();
    }
  }

  /**
   * Puts back what somebody has taken away; returns what that was. Any thread.
   *
   * @throws IOException if it cannot be put back
   */
  public List<String> repair() throws IOException {
    return isUser() ? List.of() : kernel.repair();
  }

  /** Whether this program carries. */
  public boolean isUser() {
    return user != null;
  }

  /** What was carried, refused and dropped, by name. Any thread. */
  public SortedMap<String, Long> counters() {
    UserGateway running = user;
    return running == null ? kernel.counters() : running.counters();
  }

  /** Undoes everything. */
  public void restore() throws InterruptedException {
    UserGateway running = user;
    user = null;
    if (running != null) {
      running.close();
    }
    kernel.restore();
  }
}
