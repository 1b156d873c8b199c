package net.groupvpn.client.enrol;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import net.groupvpn.client.http.OwnHttp;
import net.groupvpn.overlay.io.SocketSetup;
import net.groupvpn.overlay.path.NumericAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the portal's addresses. As a rule the C library does. In a full tunnel that asks through
 * the tunnel, and nobody while no gateway works: there the name servers of the network that this
 * machine is in are asked, over sockets that pass the kill switch. The addresses at which the
 * portal was reached last are tried in any case: only its certificate tells that it is the portal.
 * Thread-safe; blocks.
 */
public final class PortalNames implements OwnHttp.Names {
  private static final int DNS_PORT = 53;
  private static final Logger LOG = LoggerFactory.getLogger(PortalNames.class);

  private final BooleanSupplier isInTunnel;
  private final OwnHttp.Names own;
  private final OwnHttp.Names system;
  private final KeptAddresses kept;

  PortalNames(
      BooleanSupplier isInTunnel, OwnHttp.Names own, OwnHttp.Names system, KeptAddresses kept) {
    this.isInTunnel = isInTunnel;
    this.own = own;
    this.system = system;
    this.kept = kept;
  }

  /**
   * For this machine.
   *
   * @param isInTunnel whether nothing may leave but what is marked
   * @param sockets marks sockets
   * @param groups the group's own name servers, which ask through the tunnel
   */
  public static PortalNames ofMachine(
      StateStore store, BooleanSupplier isInTunnel, SocketSetup sockets, Set<InetAddress> groups) {
    UplinkServers servers = new UplinkServers(Path.of("/"), store.directory(), groups);
    return new PortalNames(
        isInTunnel,
        new OwnLookup(sockets, servers::find, DNS_PORT),
        InetAddress::getAllByName,
        new KeptAddresses(store));
  }

  @Override
  public InetAddress[] find(String host) throws UnknownHostException {
    InetAddress numeric = NumericAddress.parse(host);
    if (numeric != null) {
      return new InetAddress[] {numeric};
    }
    List<InetAddress> known = kept.of(host);
    Set<InetAddress> found = new LinkedHashSet<>();
    try {
      found.addAll(Arrays.asList(lookUp(host, known.isEmpty())));
    } catch (UnknownHostException e) {
      if (known.isEmpty()) {
        throw e;
      }
      LOG.info("the portal's name is not found; its last address is tried: {}", e.getMessage());
    }
    found.addAll(known);
    return found.toArray(InetAddress[]::new);
  }

  /** The C library may take long for nothing in a tunnel, so there it is the very last resort. */
  private InetAddress[] lookUp(String host, boolean isLastResort) throws UnknownHostException {
    if (!isInTunnel.getAsBoolean()) {
      return system.find(host);
    }
    try {
      return own.find(host);
    } catch (UnknownHostException e) {
      if (!isLastResort) {
        throw e;
      }
      return system.find(host);
    }
  }

  @Override
  public void onReached(String host, InetAddress address) {
    if (NumericAddress.parse(host) == null) {
      kept.onReached(host, address);
    }
  }
}
